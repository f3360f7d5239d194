/**
 * The protocol of RFC 6455, family by family, as the Autobahn test suite has them: framing, pings,
 * reserved bits, opcodes, fragmentation, UTF-8, close handling, sizes. The rows are our own.
 *
 * @module
 */
import { utf8, type Step, type WireCase } from "../case.ts";
import { BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, closing, frame, reply } from "../frames.ts";
import { chatRow, closedWith, socketRow } from "./socket_row.ts";

/** The client sends, the server answers with these frames. */
const answers = (id: string, title: string, send: string, sent: string): WireCase =>
  chatRow(id, title, { steps: [{ log: "open" }, { send }], sent });

/** What is sent is a violation; `before` is what the server has answered until then. */
const violates = (id: string, title: string, send: string, code = 1002, before = ""): WireCase =>
  socketRow(id, title, {
    steps: [{ log: "open" }, { send }],
    sent: closedWith(code, before),
    loose: ["body"],
  });

/** Byte by byte: no host may depend on how TCP cuts. */
const chopped = (bytes: string, size: number): Step[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => [
    { send: bytes.slice(i * size, (i + 1) * size) },
    { apart: true as const },
  ]).flat();

const SIZES = [0, 1, 125, 126, 127, 128, 65_535, 65_536, 65_537];

const framing: WireCase[] = SIZES.flatMap((size) => [
  answers(
    `W28.framing-text-${size}`,
    `a text of ${size} bytes comes back`,
    frame(TEXT, "t".repeat(size)),
    reply(TEXT, "t".repeat(size)),
  ),
  answers(
    `W28.framing-binary-${size}`,
    `${size} bytes come back`,
    frame(BINARY, "\xfe".repeat(size)),
    reply(BINARY, "\xfe".repeat(size)),
  ),
]);

const CHOPPED =
  frame(TEXT, utf8("héllo, wörld €")) + frame(PING, "p") + frame(BINARY, "b".repeat(126));

const pings: WireCase[] = [
  answers("W29.empty", "an empty ping is answered", frame(PING), reply(PONG)),
  answers(
    "W29.binary",
    "a ping of bytes is answered",
    frame(PING, "\x00\xff\xfe\xfd"),
    reply(PONG, "\x00\xff\xfe\xfd"),
  ),
  answers(
    "W29.125",
    "a ping of 125 bytes is answered",
    frame(PING, "p".repeat(125)),
    reply(PONG, "p".repeat(125)),
  ),
  violates("W33.ping-126", "a ping of 126 bytes is a violation", frame(PING, "p".repeat(126))),
  answers(
    "W29.unsolicited",
    "a pong that nobody asked for is ignored",
    frame(PONG, "x") + frame(TEXT, "on"),
    reply(TEXT, "on"),
  ),
  socketRow("W29.many", "of many pings at least the last is answered, in order", {
    steps: [
      { log: "open" },
      { send: Array.from({ length: 10 }, (_, i) => frame(PING, `${i}`)).join("") },
      { body: reply(PONG, "9") },
      { send: frame(CLOSE, closing(1000)) },
    ],
    // RFC 6455 5.5.3 allows to leave out those that were overtaken.
    sent: {
      says: "pongs in order, the last for the last ping, and the close frame",
      matches: (value) => {
        const end = reply(PONG, "9") + reply(CLOSE, closing(1000));
        if (typeof value !== "string" || !value.endsWith(end)) return false;
        const rest = value.slice(0, -end.length);
        const digits = [...rest].filter((_, i) => i % 3 === 2);
        return (
          rest === digits.map((digit) => reply(PONG, digit)).join("") &&
          digits.join("") === digits.toSorted().join("")
        );
      },
    },
    loose: ["body"],
  }),
];

const reserved: WireCase[] = [1, 2, 3, 4, 5, 6, 7].flatMap((rsv) => [
  violates(
    `W33.rsv-${rsv}-text`,
    `RSV bits ${rsv} on a text are a violation`,
    frame(TEXT, "x", { rsv }),
  ),
  violates(
    `W33.rsv-${rsv}-ping`,
    `RSV bits ${rsv} on a ping are a violation`,
    frame(PING, "x", { rsv }),
  ),
]);

const opcodes: WireCase[] = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode) =>
  violates(`W33.opcode-${opcode}`, `the opcode ${opcode} is a violation`, frame(opcode, "x")),
);

const part = (opcode: number, text: string): string => frame(opcode, text, { more: true });
const last = (text = ""): string => frame(CONTINUATION, text);

const fragments: WireCase[] = [
  answers(
    "W28.fragments",
    "fragments are one message",
    part(TEXT, "one") + part(CONTINUATION, "two") + last("three"),
    reply(TEXT, "onetwothree"),
  ),
  answers(
    "W28.fragments-empty",
    "empty fragments are a message",
    part(TEXT, "") + part(CONTINUATION, "") + last(),
    reply(TEXT),
  ),
  answers(
    "W28.fragments-some",
    "some fragments may be empty",
    part(BINARY, "") + part(CONTINUATION, "x") + last(),
    reply(BINARY, "x"),
  ),
  answers(
    "W28.fragments-ping",
    "a ping between fragments is answered at once",
    part(TEXT, "one") + frame(PING, "now") + last("two"),
    reply(PONG, "now") + reply(TEXT, "onetwo"),
  ),
  answers(
    "W28.fragments-two",
    "two messages in fragments, with a ping in the second",
    part(TEXT, "a") + last("b") + part(TEXT, "c") + frame(PING, "p") + last("d"),
    reply(TEXT, "ab") + reply(PONG, "p") + reply(TEXT, "cd"),
  ),
  violates("W33.fragment-ping", "a ping in fragments is a violation", part(PING, "p")),
  violates("W33.fragment-pong", "a pong in fragments is a violation", part(PONG, "p")),
  violates(
    "W33.fragment-close",
    "a close frame in fragments is a violation",
    part(CLOSE, closing(1000)),
  ),
  violates("W33.stray", "a continuation of nothing is a violation", last("x")),
  violates("W33.stray-more", "so is one that promises more", part(CONTINUATION, "x")),
  violates(
    "W33.stray-after",
    "so is one after a whole message",
    frame(TEXT, "x") + last("y"),
    1002,
    reply(TEXT, "x"),
  ),
  violates(
    "W33.interrupted",
    "a text in the middle of another is a violation",
    part(TEXT, "x") + frame(TEXT, "y"),
  ),
  violates("W33.interrupted-binary", "so are bytes", part(TEXT, "x") + frame(BINARY, "y")),
];

const VALID: Record<string, string> = {
  greek: utf8("Κόσμε"),
  last1: "\x7f",
  first2: "\xc2\x80",
  first3: "\xe0\xa0\x80",
  first4: "\xf0\x90\x80\x80",
  last4: "\xf4\x8f\xbf\xbf",
  beforeSurrogates: "\xed\x9f\xbf",
  afterSurrogates: "\xee\x80\x80",
  replacement: "\xef\xbf\xbd",
  nonCharacter: "\xef\xbf\xbe",
  nul: "\x00",
};

const INVALID: Record<string, string> = {
  continuation: "\x80",
  overlong2: "\xc0\xaf",
  overlong3: "\xe0\x80\xaf",
  overlong4: "\xf0\x80\x80\xaf",
  surrogate: "\xed\xa0\x80",
  surrogatePair: "\xed\xa1\x8c\xed\xbe\xb4",
  tooHigh: "\xf4\x90\x80\x80",
  fiveBytes: "\xf8\x88\x80\x80\x80",
  impossible: "\xfe",
  cut: "\xce\xba\xe1\xbd",
  middle: `${utf8("κό")}\xed\xa0\x80edited`,
};

const texts: WireCase[] = [
  ...Object.entries(VALID).map(([name, text]) =>
    answers(
      `W28.utf8-${name}`,
      `valid UTF-8 comes back: ${name}`,
      frame(TEXT, text),
      reply(TEXT, text),
    ),
  ),
  ...Object.entries(INVALID).map(([name, text]) =>
    violates(
      `W33.utf8-${name}`,
      `invalid UTF-8 is answered by 1007: ${name}`,
      frame(TEXT, text),
      1007,
    ),
  ),
  answers(
    "W28.utf8-long",
    "a long text of characters of two to four bytes comes back",
    frame(TEXT, utf8("é€😀 and ASCII ".repeat(100))),
    reply(TEXT, utf8("é€😀 and ASCII ".repeat(100))),
  ),
  violates(
    "W33.utf8-long",
    "a long text whose last byte is not UTF-8 is answered by 1007",
    frame(TEXT, `${"a".repeat(1000)}\xff`),
    1007,
  ),
  violates(
    "W33.utf8-among",
    "of messages in one packet those before a violation count, those behind do not",
    frame(TEXT, "before") + frame(TEXT, "\xff") + frame(TEXT, "behind"),
    1007,
    reply(TEXT, "before"),
  ),
  answers(
    "W28.utf8-split",
    "a character may be split between fragments",
    part(TEXT, "\xce") + part(CONTINUATION, "\xba\xe2\x82") + last("\xac"),
    reply(TEXT, utf8("κ€")),
  ),
  violates(
    "W33.utf8-fragment",
    "invalid UTF-8 in a fragment is answered by 1007",
    part(TEXT, "good") + last("\xce\xba\xf4\x90\x80\x80"),
    1007,
  ),
];

const closes: WireCase[] = [
  violates("W33.close-1", "a close frame of one byte is a violation", frame(CLOSE, "\x03")),
  violates(
    "W33.close-utf8",
    "a reason that is not UTF-8 is a violation",
    frame(CLOSE, `${closing(1000)}\xce\xba\xf4\x90`),
    1007,
  ),
  violates(
    "W33.close-126",
    "a close frame of 126 bytes is a violation",
    frame(CLOSE, closing(1000, "x".repeat(124))),
  ),
  socketRow("W31.longest", "a reason of 123 bytes is echoed", {
    steps: [{ log: "open" }, { send: frame(CLOSE, closing(1000, "x".repeat(123))) }],
    sent: reply(CLOSE, closing(1000, "x".repeat(123))),
    log: ["open 1", `close 1000 ${JSON.stringify("x".repeat(123))} clean 3`],
  }),
  socketRow("W31.twice", "what comes behind a close frame is not looked at", {
    steps: [
      { log: "open" },
      { send: frame(CLOSE, closing(1000)) + frame(CLOSE, closing(4000)) + frame(TEXT, "late") },
    ],
    sent: reply(CLOSE, closing(1000)),
    log: ["open 1", 'close 1000 "" clean 3'],
  }),
  socketRow("W31.ping", "not a ping either", {
    steps: [{ log: "open" }, { send: frame(CLOSE, closing(1000)) + frame(PING, "late") }],
    sent: reply(CLOSE, closing(1000)),
  }),
  socketRow("W31.fragments", "a message that was begun is dropped", {
    steps: [{ log: "open" }, { send: part(TEXT, "begun") + frame(CLOSE, closing(1000)) }],
    sent: reply(CLOSE, closing(1000)),
    log: ["open 1", 'close 1000 "" clean 3'],
  }),
];

const MIB = 1_048_576;
const large = "0123456789abcdef".repeat(MIB / 16);

const sizes: WireCase[] = [
  answers(
    "W44.binary-4",
    "4 MiB come back",
    frame(BINARY, large.repeat(4)),
    reply(BINARY, large.repeat(4)),
  ),
  answers("W44.text-1", "a text of 1 MiB comes back", frame(TEXT, large), reply(TEXT, large)),
  answers(
    "W44.fragments",
    "1 MiB in fragments of 4 KiB comes back",
    part(BINARY, "") +
      Array.from({ length: 256 }, (_, i) =>
        part(CONTINUATION, large.slice(i * 4096, (i + 1) * 4096)),
      ).join("") +
      last(),
    reply(BINARY, large),
  ),
  answers(
    "W44.many",
    "2,000 small messages come back in order",
    Array.from({ length: 2000 }, (_, i) => frame(TEXT, `message ${i}`)).join(""),
    Array.from({ length: 2000 }, (_, i) => reply(TEXT, `message ${i}`)).join(""),
  ),
];

/** The rows about violations, of which some hosts know none. */
export const VIOLATIONS: readonly string[] = [
  ...pings,
  ...reserved,
  ...opcodes,
  ...fragments,
  ...texts,
  ...closes,
].flatMap(({ id }) => (id.startsWith("W33.") ? id : []));

export const familyCases: readonly WireCase[] = [
  ...framing,
  answers(
    "W28.framing-8",
    "a length in eight bytes may be a small one",
    frame(TEXT, "x".repeat(65_536), { extended: 8 }),
    reply(TEXT, "x".repeat(65_536)),
  ),
  chatRow("W28.chopped", "frames may come in packets of a byte", {
    steps: [
      { log: "open" },
      ...chopped(CHOPPED.slice(0, 40), 1),
      ...chopped(CHOPPED.slice(40), 50),
    ],
    sent: reply(TEXT, utf8("héllo, wörld €")) + reply(PONG, "p") + reply(BINARY, "b".repeat(126)),
  }),
  ...pings,
  ...reserved,
  ...opcodes,
  ...fragments,
  ...texts,
  ...closes,
  ...sizes,
];
