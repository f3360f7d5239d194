/**
 * The opening handshake (W01 to W20): over the wire, whatever the host's own parser thinks of it.
 *
 * @module
 */
import { get, request, type Expected, type WireCase } from "../case.ts";
import { ACCEPT, CLOSE, TEXT, closing, frame, handshake, reply } from "../frames.ts";
import { oneOf } from "../match.ts";
import { chatRow, socketRow } from "./socket_row.ts";

const UPGRADED: Expected = {
  status: 101,
  reason: "Switching Protocols",
  complete: false,
  framing: "close",
};

/** `upgradeWebSocket()` refuses, and the handler answers. */
const refused = (
  id: string,
  title: string,
  change: Record<string, string | null>,
  json: Record<string, unknown>,
  query = "",
  method = "GET",
): WireCase => ({
  id,
  title,
  send: handshake(`/ws/refused${query}`, change, method),
  expect: { status: 400, json: { name: "TypeError", ...json } },
  // Node ends the connection with the answer to a handshake (decisions/009-websockets.md).
  loose: ["headers"],
});

/** The handler upgrades, and then does something else than return what stands for it. */
const given = (id: string, title: string, then: string, expect: Expected): WireCase => ({
  id,
  title,
  send: [
    { send: handshake(`/ws?key={key}&then=${then}`) },
    { responses: 1 },
    { log: "close" },
    { call: "/ok" },
  ],
  expect,
  log: ["error ErrorEvent", 'close 1006 "" lost 3'],
  loose: ["headers"],
});

const header = (message: string): Record<string, unknown> => ({
  code: "ERR_UPGRADE_HEADER",
  message: `Invalid Header: ${message}`,
});

const NO_UPGRADE = header("'upgrade' header must contain 'websocket'");
const NO_CONNECTION = header("'connection' header must contain 'Upgrade'");
const NO_KEY = header("'sec-websocket-key' header must be set");
const BAD_KEY = header("'sec-websocket-key' header must be 16 bytes in base64");
const BAD_VERSION = header("'sec-websocket-version' header must be '13'");

export const handshakeCases: readonly WireCase[] = [
  {
    id: "W01.head",
    title: "the head of a 101 has upgrade, connection and sec-websocket-accept",
    send: [{ send: handshake("/ws?key={key}") }, { heads: 1 }],
    expect: {
      ...UPGRADED,
      headers: {
        upgrade: "websocket",
        connection: /^upgrade$/i,
        "sec-websocket-accept": ACCEPT,
        "content-length": null,
        "transfer-encoding": null,
        "content-encoding": null,
        "sec-websocket-extensions": null,
      },
    },
  },
  socketRow("W21.facts", "before open the socket and the response are as the standards say", {
    query: "facts=1",
    steps: [{ log: "open" }, { send: frame(CLOSE, closing(1000)) }],
    sent: reply(CLOSE, closing(1000)),
    log: [
      `facts ${JSON.stringify({
        status: 101,
        body: null,
        headers: ["connection", "sec-websocket-accept", "upgrade"],
        state: 0,
        url: "",
        protocol: "",
        extensions: "",
        buffered: 0,
        binaryType: "arraybuffer",
        handlers: [null, null, null, null],
        target: true,
        instance: true,
        tag: "[object WebSocket]",
      })}`,
      "open 1",
      'close 1000 "" clean 3',
    ],
  }),
  {
    id: "W02.accept",
    title: "another key has another answer",
    send: [
      { send: handshake("/ws?key={key}", { "Sec-WebSocket-Key": "x3JJHMbDL1EzLkh9GBhXDw==" }) },
      { heads: 1 },
    ],
    expect: { ...UPGRADED, headers: { "sec-websocket-accept": "HSmrc0sMlYUkAGmm5OPpG2HaGWk=" } },
  },
  {
    id: "W01.headers",
    title: "headers and cookies that the handler adds go out with the 101",
    send: [{ send: handshake("/ws?key={key}&headers=1") }, { heads: 1 }],
    expect: { ...UPGRADED, headers: { "set-cookie": ["a=1", "b=2"], "x-more": "yes" } },
  },
  {
    id: "C43.upgrade",
    title: "a server that compresses leaves a 101 alone",
    server: "compress",
    send: [{ send: handshake("/ws?key={key}", { "Accept-Encoding": "br, gzip" }) }, { heads: 1 }],
    expect: { ...UPGRADED, headers: { "content-encoding": null, vary: null } },
  },
  refused("W03.missing", "without Upgrade it is refused", { Upgrade: null }, NO_UPGRADE),
  refused("W03.other", "another Upgrade is refused", { Upgrade: "h2c" }, NO_UPGRADE),
  refused("W03.version", "websocket/13 is refused", { Upgrade: "websocket/13" }, NO_UPGRADE),
  {
    id: "W03.list",
    title: "a list that has websocket, in any case, is taken",
    send: [{ send: handshake("/ws?key={key}", { Upgrade: "foo, WebSocket" }) }, { heads: 1 }],
    expect: UPGRADED,
  },
  refused("W04.missing", "without Connection it is refused", { Connection: null }, NO_CONNECTION),
  refused(
    "W04.other",
    "another Connection is refused",
    { Connection: "keep-alive" },
    NO_CONNECTION,
  ),
  {
    id: "W04.list",
    title: "a Connection that has upgrade, in any case, is taken",
    send: [
      { send: handshake("/ws?key={key}", { Connection: "keep-alive, UPGRADE" }) },
      { heads: 1 },
    ],
    expect: UPGRADED,
  },
  refused("W05.missing", "without a key it is refused", { "Sec-WebSocket-Key": null }, NO_KEY),
  refused(
    "W06.upgrade",
    "upgrade is looked at first",
    { Upgrade: "x", "Sec-WebSocket-Key": null },
    NO_UPGRADE,
  ),
  refused(
    "W06.connection",
    "then connection",
    { Connection: "x", "Sec-WebSocket-Key": null },
    NO_CONNECTION,
  ),
  refused(
    "W06.key",
    "then the key, before the subprotocol",
    { "Sec-WebSocket-Key": null },
    NO_KEY,
    "?protocol=c",
  ),
  {
    id: "W06.answer",
    title: "a refusal that the handler does not catch goes to onError, and the server lives",
    server: "onerror",
    send: [
      { send: handshake("/ws", { "Sec-WebSocket-Key": "short" }) },
      { responses: 1 },
      { call: "/ok" },
    ],
    expect: { status: 500, json: BAD_KEY },
    loose: ["headers"],
  },
  refused("W07.version-8", "version 8 is refused", { "Sec-WebSocket-Version": "8" }, BAD_VERSION),
  refused(
    "W07.version-none",
    "no version is refused",
    { "Sec-WebSocket-Version": null },
    BAD_VERSION,
  ),
  refused("W07.key-short", "a short key is refused", { "Sec-WebSocket-Key": "c2hvcnQ=" }, BAD_KEY),
  refused(
    "W07.key-long",
    "a key of 17 bytes is refused",
    { "Sec-WebSocket-Key": "MDEyMzQ1Njc4OTAxMjM0NTY=" },
    BAD_KEY,
  ),
  refused(
    "W07.post",
    "a POST is refused",
    {},
    {
      code: "ERR_UPGRADE_REQUEST",
      message: "Cannot upgrade: a WebSocket needs GET and HTTP/1.1",
    },
    "",
    "POST",
  ),
  {
    id: "W07.http10",
    title: "HTTP/1.0 is refused",
    send: handshake("/ws/refused").replace("HTTP/1.1", "HTTP/1.0"),
    expect: { status: 400 },
    loose: ["all"],
  },
  {
    id: "W08.length",
    title: "a handshake with a Content-Length is answered by 400, not dispatched",
    send: [
      { send: `${handshake("/ws?key={key}", { "X-Mark": "{key}", "Content-Length": "3" })}abc` },
      { responses: 1 },
    ],
    expect: { status: 400 },
    log: [],
    loose: ["all"],
  },
  {
    id: "W08.chunked",
    title: "a handshake with a Transfer-Encoding is answered by 400, not dispatched",
    send: [
      {
        send: `${handshake("/ws?key={key}", { "X-Mark": "{key}", "Transfer-Encoding": "chunked" })}3\r\nabc\r\n0\r\n\r\n`,
      },
      { responses: 1 },
    ],
    expect: { status: 400 },
    log: [],
    loose: ["all"],
  },
  {
    id: "W09.selected",
    title: "the subprotocol that the handler selects is in the 101",
    send: [
      { send: handshake("/ws?key={key}&protocol=b", { "Sec-WebSocket-Protocol": "a, b" }) },
      { heads: 1 },
    ],
    expect: { ...UPGRADED, headers: { "sec-websocket-protocol": "b" } },
  },
  {
    id: "W09.none",
    title: "without a selection the 101 names no subprotocol, whatever was offered",
    send: [
      { send: handshake("/ws?key={key}", { "Sec-WebSocket-Protocol": "a, b" }) },
      { heads: 1 },
    ],
    expect: { ...UPGRADED, headers: { "sec-websocket-protocol": null } },
  },
  refused(
    "W09.foreign",
    "a subprotocol that was not offered is refused",
    { "Sec-WebSocket-Protocol": "a, b" },
    {
      code: "ERR_UPGRADE_PROTOCOL",
      message: "Protocol 'c' not in the request's protocol list (non negotiable)",
    },
    "?protocol=c",
  ),
  refused(
    "W09.case",
    "a subprotocol in another case is another one",
    { "Sec-WebSocket-Protocol": "Chat" },
    { code: "ERR_UPGRADE_PROTOCOL" },
    "?protocol=chat",
  ),
  {
    id: "W10.comma",
    title: "the offer is split at commas, with or without white space",
    send: [
      { send: handshake("/ws?key={key}&protocol=b", { "Sec-WebSocket-Protocol": "a,b,\tc" }) },
      { heads: 1 },
    ],
    expect: { ...UPGRADED, headers: { "sec-websocket-protocol": "b" } },
  },
  {
    id: "W11.default",
    title: "permessage-deflate is not negotiated although it was offered",
    send: [
      {
        send: handshake("/ws?key={key}", {
          "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits",
        }),
      },
      { heads: 1 },
    ],
    expect: { ...UPGRADED, headers: { "sec-websocket-extensions": null } },
  },
  chatRow("W12.twice", "a second upgrade throws, and the first still works", {
    query: "twice=1",
    steps: [{ send: frame(TEXT, "hi") }],
    sent: reply(TEXT, "hi"),
  }),
  {
    id: "W13.late",
    title: "an upgrade of a request that was answered throws",
    send: [{ send: handshake("/ws/late?key={key}") }, { responses: 1 }, { log: "throws" }],
    expect: { status: 200, body: "answered" },
    log: ["throws TypeError: Request closed"],
    loose: ["headers"],
  },
  chatRow("W14.await", "the upgrade may come after an await", {
    query: "wait=40",
    steps: [{ send: frame(TEXT, "hi") }],
    sent: reply(TEXT, "hi"),
    log: ["message string hi"],
  }),
  chatRow("W14.later", "the response may be returned later", {
    query: "later=100",
    steps: [{ send: frame(TEXT, "hi") }],
    sent: reply(TEXT, "hi"),
    log: ["message string hi"],
  }),
  given(
    "W15.throw",
    "a handler that throws after the upgrade hurts its own connection only",
    "throw",
    {
      status: 500,
      body: "Internal Server Error",
    },
  ),
  given("W15.other", "so does one that returns another response", "other", {
    status: 200,
    body: "another",
  }),
  given(
    "W16.other",
    "another response of status 101 completes nothing: the upgrade's own alone does",
    "101",
    {
      status: 500,
      body: "Internal Server Error",
    },
  ),
  {
    id: "W15.gone",
    title: "so does a client that leaves before the response was returned",
    send: [
      { send: handshake("/ws?key={key}&later=120&watch=signal") },
      { quiet: 40 },
      { reset: true },
      { log: "close" },
      { call: "/ok" },
    ],
    expect: [],
    loose: ["all"],
  },
  chatRow("W17.readable", "the request stays readable after the upgrade", {
    query: "after=1&quiet=1",
    steps: [{ log: "signal" }],
    sent: "",
    log: ["request GET /ws websocket tcp", "signal false"],
  }),
  refused(
    "W18.foreign",
    "a new Request() is refused",
    {},
    { code: "ERR_UPGRADE_FOREIGN" },
    "?foreign=1",
  ),
  chatRow("W19.completed", "completed resolves at the upgrade, and signal does not abort then", {
    query: "watch=signal,completed&quiet=1",
    steps: [{ log: "completed" }, { log: "open" }],
    sent: "",
  }),
  socketRow("W20.http", "a request of HTTP after the handshake is a violation", {
    steps: [{ log: "open" }, { send: get("/ok") }],
    sent: oneOf("", /^\x88/),
    loose: ["all"],
  }),
  chatRow("W24.packet", "a frame in the packet of the handshake comes after open", {
    early: frame(TEXT, "hi"),
    steps: [],
    sent: reply(TEXT, "hi"),
    log: ["message string hi"],
  }),
  {
    id: "W01.page",
    title: "the page's answer to a request without an upgrade is its own",
    send: get("/ws/refused"),
    expect: { status: 400, json: NO_UPGRADE },
    after: "alive",
  },
  {
    id: "W03.ordinary",
    title: "another Upgrade is an ordinary request with its body",
    send: request("POST", "/read?as=text", ["Upgrade: foo", "Connection: Upgrade"], "abc"),
    expect: { status: 200 },
    after: "alive",
  },
  {
    id: "R57.handshake",
    title: "a handshake behind a request that is not answered waits for its turn",
    send: [
      { send: get("/ws/wait?ms=60") + handshake("/ws?key={key}") },
      { heads: 2 },
      { send: frame(CLOSE, closing(1000)) },
      { closed: true },
    ],
    expect: [{ status: 200 }, { status: 101, framing: "close", body: reply(CLOSE, closing(1000)) }],
    methods: ["GET", "GET"],
  },
];
