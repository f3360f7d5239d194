import { describe, expect, test } from "vitest";
import { explain } from "./explain.ts";
import { KNOWN } from "./known.ts";
import type { Answer, Verdict } from "./verdict.ts";

const REFUSED: Answer = { kind: "refused", seen: "" };
const FAILED: Answer = { kind: "failed", seen: "" };
const taken = (seen: string): Answer => ({ kind: "taken", seen });
const ended = (...answers: Answer[]): Verdict => ({ answers, closed: true, garbage: undefined });
const waits = (...answers: Answer[]): Verdict => ({ answers, closed: false, garbage: undefined });
const OK = taken("GET /seen <>");
const POSTED = taken("POST /seen <hello>");
const GET = "GET /seen HTTP/1.1\r\nHost: a\r\n\r\n";
const INNER = "GET /seen?smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
const SMUGGLED = taken("GET /seen?smuggled <>");
const post = (headers: string, body: string): string =>
  `POST /seen HTTP/1.1\r\nHost: a\r\n${headers}\r\n\r\n${body}`;
const CHUNKED = "Transfer-Encoding: chunked";
const CHUNKS = "5\r\nhello\r\n0\r\n\r\n";
/** A chunked body in which a request stands. */
const HIDDEN = post(CHUNKED, `${INNER.length.toString(16)}\r\n${INNER}\r\n0\r\n\r\n`);

interface Example {
  host: string;
  bytes: string;
  first: Verdict;
  own: Verdict;
  cuts?: number[];
  end?: "half";
}

function names({ host, bytes, first, own, cuts = [], end }: Example): readonly string[] {
  const given = { bytes, cuts, end: end ?? "stay" } as const;
  const { names: found, unknown } = explain(given, ["node20", host], [first, own]);
  return unknown === undefined ? found : [];
}

/** One of each row, as it is meant. */
const MEANT: Record<string, Example> = {
  "R25.lf": {
    host: "deno",
    bytes: GET.replace("\r\n", "\n"),
    first: ended(REFUSED),
    own: waits(OK),
  },
  "R04.missing": {
    host: "deno",
    bytes: "GET /seen HTTP/1.1\r\n\r\n",
    first: ended(REFUSED),
    own: waits(OK),
  },
  "R04.empty": {
    host: "workerd",
    bytes: "GET /seen HTTP/1.1\r\nHost: \r\n\r\n",
    first: waits(OK),
    own: waits(REFUSED),
  },
  "R54.both: Content-Length beside": {
    host: "workerd",
    bytes: post(`Content-Length: 5\r\n${CHUNKED}`, CHUNKS),
    first: ended(REFUSED),
    own: ended(POSTED),
  },
  "R54.both: of which": {
    host: "workerd",
    bytes: post(`Content-Length: x\r\n${CHUNKED}`, CHUNKS),
    first: ended(REFUSED),
    own: ended(POSTED),
  },
  R12: {
    host: "workerd",
    bytes: GET.replace("/seen", "/<"),
    first: waits(taken("GET /%3C <>")),
    own: ended(REFUSED),
  },
  "R15.unknown": {
    host: "deno",
    bytes: GET.replace("GET", "FOO"),
    first: ended(REFUSED),
    own: waits(taken("FOO /seen <>")),
  },
  "R24.del": {
    host: "bun",
    bytes: "GET /seen HTTP/1.1\r\nHost: a\r\nX: \x7f\r\n\r\n",
    first: ended(REFUSED),
    own: waits(OK),
  },
  "R10.byte": {
    host: "bun",
    bytes: GET.replace("/seen", "/\xdd"),
    first: ended(REFUSED),
    own: waits(taken("GET /%EF%BF%BD <>")),
  },
  "R10.relative": {
    host: "workerd",
    bytes: GET.replace("/seen", "seen"),
    first: ended(REFUSED),
    own: waits(taken("GET / <>")),
  },
  "R05.empty": {
    host: "workerd",
    bytes: GET.replace("Host", "Host: \r\nHost"),
    first: ended(REFUSED),
    own: waits(OK),
  },
  "R25.blanks": {
    host: "bun",
    bytes: GET.replace(" ", "  "),
    first: waits(OK),
    own: ended(REFUSED),
  },
  "R09.asterisk": {
    host: "bun",
    bytes: "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
    first: waits(taken("OPTIONS /* <>")),
    own: ended(REFUSED),
  },
  "R34.unended": {
    host: "bun",
    bytes: post(CHUNKED, "5\r\nhello\r\n0\r\n"),
    first: waits(),
    own: waits(POSTED),
  },
  "R34.trailers": {
    host: "bun",
    bytes: post(CHUNKED, "5\r\nhello\r\n0\r\nX: y\r\n\r\n") + GET,
    first: waits(POSTED, OK),
    own: ended(POSTED, REFUSED),
  },
  "R34.trailers: or": {
    host: "bun",
    bytes: post(CHUNKED, "5\r\nhello\r\n0\r\nX: y\r\n\r\n").replace("/seen", "/seen?wait=9"),
    first: waits(taken("POST /seen?wait=9 <hello>")),
    own: ended(REFUSED),
  },
  "R43.unseen: the answer is lost": {
    host: "node22",
    bytes: `GET /seen HTTP/1.1\r\nHost: a\r\n${CHUNKED}\r\n\r\nzz\r\n`,
    cuts: [61],
    first: ended(OK),
    own: ended(),
  },
  "R34.blank": {
    host: "workerd",
    bytes: post(CHUNKED, "5 \r\nhello\r\n0\r\n\r\n"),
    first: ended(REFUSED),
    own: waits(POSTED),
  },
  "R44.chunk": {
    host: "deno",
    bytes: `GET /seen HTTP/1.1\r\nHost: a\r\n${CHUNKED}\r\n\r\nzz\r\n`,
    first: ended(OK),
    own: ended(),
  },
  "R43.unseen: a bad chunk is answered 400, though": {
    host: "bun",
    bytes: `GET /seen HTTP/1.1\r\nHost: a\r\n${CHUNKED}\r\n\r\nzz\r\n`,
    first: ended(OK),
    own: ended(REFUSED),
  },
  "R57.upload": {
    host: "deno",
    bytes: post("Content-Length: 5", `hello${GET}`),
    cuts: [post("Content-Length: 5", "he").length],
    first: waits(POSTED, OK),
    own: ended(POSTED),
  },
  "R57.slow-first": {
    host: "bun",
    bytes: GET.replace("/seen", "/seen?wait=9") + GET,
    first: waits(taken("GET /seen?wait=9 <>"), OK),
    own: ended(),
  },
  "R28.head": {
    host: "deno",
    bytes: `HEAD /seen HTTP/1.1\r\nHost: a b\r\n\r\n${GET}`,
    first: ended(REFUSED),
    own: waits(REFUSED, OK),
  },
  "R06.space": {
    host: "workerd",
    bytes: GET.replace("Host: a", "Host: a b") + GET,
    first: ended(REFUSED),
    own: waits(REFUSED, OK),
  },
  R39: { host: "bun", bytes: GET, end: "half", first: ended(OK), own: ended() },
};

describe("explain() with what a row means", () => {
  test.each(Object.entries(MEANT))("names %s", (name, example) => {
    const found = names(example);
    expect(found).toContainEqual(expect.stringMatching(`^${name}`));
    // All of them about the same row.
    expect(new Set(found.map((one) => one.split(":")[0])).size).toBe(1);
  });

  test.each(Object.entries(MEANT))("knows nothing of it on Node.js (%s)", (name, example) => {
    if (!/^R39|is lost/.test(name)) expect(names({ ...example, host: "node22" })).toEqual([]);
  });

  test.each(Object.entries(MEANT))("knows of no other body beside it (%s)", (_name, example) => {
    const answers = example.own.answers.map((one) =>
      one.kind === "taken" ? { ...one, seen: one.seen.replace(/<.*>/, "<other>") } : one,
    );
    const same = answers.every(({ seen }, i) => seen === example.own.answers[i]!.seen);
    if (!same) expect(names({ ...example, own: { ...example.own, answers } })).toEqual([]);
  });

  test.each(Object.entries(MEANT))("knows of no request too many (%s)", (_name, example) => {
    const answers = [...example.own.answers, SMUGGLED];
    expect(names({ ...example, own: { ...example.own, answers } })).toEqual([]);
  });

  test("there is an example of each row", () => {
    const missing = KNOWN.filter(
      ({ name, behind }) =>
        !(behind && name.startsWith("R43.unseen")) &&
        !Object.keys(MEANT).some((begin) => name.startsWith(begin)),
    );
    expect(missing).toEqual([]);
  });
});

/** Classes that are like a known one, and are not. */
const PLANTED: Record<string, Example> = {
  "a second request out of a chunked body, on a host that is known for bad chunks": {
    host: "deno",
    bytes: HIDDEN,
    first: waits(taken("POST /seen <x>")),
    own: waits(taken("POST /seen <>"), SMUGGLED),
  },
  "the same where the chunk is bad": {
    host: "deno",
    bytes: HIDDEN.replace("0\r\n\r\n", "zz\r\n"),
    first: ended(REFUSED),
    own: waits(FAILED, SMUGGLED),
  },
  "a request behind a bad chunk": {
    host: "bun",
    bytes: post(CHUNKED, `zz\r\n${INNER}`),
    first: ended(REFUSED),
    own: waits(REFUSED, SMUGGLED),
  },
  "a body by its length where chunks are beside it": {
    host: "workerd",
    bytes: post(`Content-Length: 0\r\n${CHUNKED}`, `0\r\n\r\n${GET}`),
    first: ended(REFUSED),
    own: waits(taken("POST /seen <0\r\n\r\n>")),
  },
  "a request out of what the chunks hold, by the length": {
    host: "workerd",
    bytes: `${post(`Content-Length: 4\r\n${CHUNKED}`, "")}2c\r\n${INNER}\r\n0\r\n\r\n`,
    first: ended(REFUSED),
    own: waits(taken("POST /seen <2c\r\n>"), SMUGGLED),
  },
  "a bare LF, and another thing that is wrong": {
    host: "deno",
    bytes: `GET /seen HTTP/1.1\nHost: a\r\nX Y: a\r\n\r\n`,
    first: ended(REFUSED),
    own: waits(OK),
  },
  "a bare LF, which makes two requests where others still wait": {
    host: "deno",
    bytes: GET.replace("\r\n", "\n"),
    first: waits(),
    own: waits(OK),
  },
  "a value that a bare LF ends in one field of many": {
    host: "workerd",
    bytes: `GET /seen HTTP/1.1\r\nHost: a\nContent-Length: 5\r\n\r\nhello${GET}`,
    first: ended(REFUSED),
    own: waits(OK, taken("helloGET /seen <>")),
  },
  "a length that is none": {
    host: "workerd",
    bytes: post("Content-Length: 0x5", "hello"),
    first: ended(REFUSED),
    own: waits(POSTED),
  },
  "a request that goes on behind one that failed": {
    host: "workerd",
    bytes: post(CHUNKED, `zz\r\n`) + GET,
    first: ended(REFUSED),
    own: waits(FAILED, OK),
  },
  "what follows a GET that was refused": {
    host: "deno",
    bytes: GET.replace("Host: a", "Host: a b") + GET,
    first: ended(REFUSED),
    own: waits(REFUSED, OK),
  },
  "a request without anything wrong that is refused": {
    host: "bun",
    bytes: GET,
    first: waits(OK),
    own: ended(REFUSED),
  },
  "an end without a word where the chunks are whole": {
    host: "deno",
    bytes: post(CHUNKED, CHUNKS) + GET,
    first: waits(POSTED, OK),
    own: ended(POSTED),
  },
  "a body that is cut off by FIN and taken all the same": {
    host: "bun",
    bytes: post("Content-Length: 9", "hello"),
    end: "half",
    first: ended(),
    own: ended(POSTED),
  },
  "two Hosts that are both something": {
    host: "workerd",
    bytes: GET.replace("Host", "Host: b\r\nHost"),
    first: ended(REFUSED),
    own: waits(OK),
  },
  "trailers that no handler waits before": {
    host: "bun",
    bytes: post(CHUNKED, "5\r\nhello\r\n0\r\nX: y\r\n\r\n"),
    first: waits(POSTED),
    own: ended(REFUSED),
  },
  "another target": {
    host: "bun",
    bytes: GET,
    first: waits(OK),
    own: waits(taken("GET /other <>")),
  },
  "bytes that are no answer": {
    host: "workerd",
    bytes: GET,
    first: waits(OK),
    own: { ...waits(OK), garbage: "abc" },
  },
};

describe("explain() does not know", () => {
  test.each(Object.entries(PLANTED))("%s", (_name, example) => {
    expect(names(example)).toEqual([]);
  });

  test("that all say the same", () => {
    expect(
      explain({ bytes: GET, cuts: [], end: "stay" }, ["a", "b"], [waits(OK), waits(OK)]),
    ).toEqual({
      names: [],
      unknown: "all say the same",
    });
  });
});
