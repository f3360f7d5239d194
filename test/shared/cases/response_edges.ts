/**
 * Section 4 of the contract, at its edges: what a handler may return, and how it is framed.
 *
 * @module
 */
import { get, request, type Expected, type WireCase } from "../case.ts";

const CONSUMED =
  "The body of the Response returned from the serve handler has already been consumed";
const NOT_A_RESPONSE =
  "Return value from serve handler must be a response or a promise resolving to a response";

const returns = (id: string, title: string, expect: Expected): WireCase => ({
  id,
  title,
  server: "onerror",
  send: get(`/return?what=${id.replace(/^.*\./, "")}`),
  expect,
  after: "alive",
});

const refuses = (id: string, title: string, json: object): WireCase =>
  returns(id, title, { status: 500, headers: { "x-handled": "yes" }, json });

const responds = (id: string, title: string, query: string, expect: Expected): WireCase => ({
  id,
  title,
  send: get(`/respond?${query}`),
  expect,
  after: "alive",
});

const heads = (id: string, title: string, query: string, headers: object): WireCase => ({
  id,
  title,
  send: request("HEAD", `/respond?${query}`),
  methods: ["HEAD"],
  expect: { status: 200, body: "", headers: headers as NonNullable<Expected["headers"]> },
  after: "alive",
});

const chunked: Expected = {
  framing: "chunked",
  body: "one,two,three",
  headers: { "transfer-encoding": ["chunked"], "content-length": null },
};

const DATE = /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/;

export const responseEdgeCases: readonly WireCase[] = [
  returns("P01.promiseOfSubclass", "a handler may return a promise of a subclass", {
    status: 200,
    body: "from a subclass",
  }),
  returns("P01.lateThenable", "a handler may return a thenable that resolves later", {
    status: 200,
    body: "from a late thenable",
  }),
  refuses("P07.thenableThatRejects", "what a thenable rejects with goes to onError", {
    kind: "Error",
    message: "from a thenable",
  }),
  ...(
    [
      ["boolean", "true"],
      ["function", "a function"],
      ["thenableOfNothing", "a thenable of undefined"],
      ["request", "a Request"],
    ] as const
  ).map(([id, what]) =>
    refuses(`P02.${id}`, `a handler that returns ${what} goes to onError as a TypeError`, {
      kind: "TypeError",
      message: NOT_A_RESPONSE,
      code: "ERR_RESPONSE_INVALID",
    }),
  ),
  returns("P03.foreign", "a response of another implementation is taken by its members", {
    status: 201,
    headers: { "x-foreign": "yes" },
    body: "from elsewhere",
  }),
  refuses("P04.promiseOfError", "a promise of Response.error() is refused too", {
    kind: "TypeError",
    code: "ERR_RESPONSE_IS_ERROR",
  }),
  ...(
    [
      ["disturbed", "a stream that was read from is refused, though its reader has let it go"],
      ["cancelled", "a body that was cancelled is refused"],
    ] as const
  ).map(([id, title]) =>
    refuses(`P05.${id}`, title, {
      kind: "TypeError",
      message: CONSUMED,
      code: "ERR_RESPONSE_USED",
    }),
  ),
  {
    id: "P07.stream",
    title: "a response of onError is sent as it is, a stream and headers too",
    server: "onerror",
    send: get("/onerror?outcome=stream"),
    expect: { status: 503, framing: "chunked", body: "one,two", headers: { "x-own": "yes" } },
    after: "alive",
  },
  ...(
    [
      ["text", "returns a string"],
      ["locked", "returns a locked response"],
      ["fake", "returns an object with only the prototype of Response"],
      ["sent", "returns a response that was sent before"],
    ] as const
  ).map(([outcome, what]): WireCase => ({
    id: `P08.${outcome}`,
    title: `an onError that ${what} gives the plain 500`,
    server: "onerror",
    send: get(`/onerror?outcome=${outcome}`),
    expect: {
      status: 500,
      body: "Internal Server Error",
      headers: { "content-type": null, "content-length": "21" },
    },
    after: "alive",
  })),
  ...(
    [
      ["surrogate", "a string with half a character", "of=surrogate", "a\xef\xbf\xbdb"],
      ["uint16", "a Uint16Array", "of=uint16", "hi"],
      ["noBytes", "no bytes at all", "of=noBytes", ""],
      ["wide", "a string beyond the Basic Multilingual Plane", "of=wide", "\xf0\x9f\x98\x80"],
    ] as const
  ).map(([id, what, query, body]) =>
    responds(`P12.${id}`, `a body made from ${what} has its exact Content-Length`, query, {
      framing: "length",
      body,
      headers: { "content-length": String(body.length), "transfer-encoding": null },
    }),
  ),
  ...(
    [
      [
        "explicit-blob",
        "a Blob with a type of its own",
        "of=blob&h=content-type:text/x-own",
        "text/x-own",
      ],
      [
        "explicit-params",
        "URLSearchParams with a type of their own",
        "of=params&h=content-type:text/x-own",
        "text/x-own",
      ],
      [
        "explicit-stream",
        "a stream with a type",
        "of=stream&h=content-type:text/x-own",
        "text/x-own",
      ],
      ["deleted-blob", "a Blob whose type was deleted", "of=blob&drop=content-type", null],
      [
        "deleted-params",
        "URLSearchParams whose type was deleted",
        "of=params&drop=content-type",
        null,
      ],
    ] as const
  ).map(([id, what, query, type]): WireCase => ({
    ...responds(`P16.${id}`, `the content type of ${what} is ${type ?? "absent"}`, query, {
      status: 200,
      headers: { "content-type": type },
    }),
    loose: ["framing"],
  })),
  ...(
    [
      ["null", "no body", get("/respond?of=null")],
      ["204", "a 204", get("/respond?of=null&status=204")],
      ["304", "a 304", get("/respond?of=null&status=304")],
      ["failed", "a failure", get("/throw")],
      ["head", "a HEAD", request("HEAD", "/ok")],
    ] as const
  ).map(([id, what, send]): WireCase => ({
    id: `P17.date-${id}`,
    title: `${what} has a date too, and nothing about the connection`,
    send,
    expect: { headers: { date: DATE, server: null, "keep-alive": null, connection: null } },
    after: "alive",
  })),
  ...["null", "stream"].map((of) =>
    responds(
      `P17.own-${of}`,
      `a date that the handler set is the only one with ${of === "null" ? "no body" : "a stream"} too`,
      `of=${of}&h=date:Thu,%2001%20Jan%201970%2000:00:00%20GMT`,
      { headers: { date: ["Thu, 01 Jan 1970 00:00:00 GMT"] } },
    ),
  ),
  heads(
    "P18.corrected",
    "a HEAD has the right length where the handler set a wrong one",
    "of=ascii&h=content-length:3",
    {
      "content-length": ["5"],
      "transfer-encoding": null,
    },
  ),
  heads("P18.null", "a HEAD of no body says nothing of a length", "of=null", {
    "content-length": null,
    "transfer-encoding": null,
  }),
  heads("P18.params", "a HEAD of URLSearchParams has their length and type", "of=params", {
    "content-length": "12",
    "content-type": /^application\/x-www-form-urlencoded/i,
  }),
  responds(
    "P22.bytes",
    "a wrong Content-Length is corrected on bytes too",
    "of=bytes&h=content-length:50",
    {
      body: "hello",
      headers: { "content-length": ["5"] },
    },
  ),
  ...(
    [
      ["negative", "-1"],
      ["signed", "%2B13"],
      ["float", "13.0"],
      ["huge", "99999999999999999999"],
      ["list", "13,%2013"],
      ["twice", "13&h=content-length:13"],
      ["empty", ""],
    ] as const
  ).map(([id, value]) =>
    responds(
      `P24.${id}`,
      `a Content-Length that is ${id === "twice" ? "given twice" : id === "list" ? "a list" : id} is dropped from a stream`,
      `of=slow&h=content-length:${value}`,
      chunked,
    ),
  ),
  ...(
    [
      [
        "coding",
        "a Transfer-Encoding of the handler changes nothing for an HTTP/1.0 client",
        "of=ascii&h=transfer-encoding:chunked",
        "hello",
      ],
      ["null", "no body is no chunk for an HTTP/1.0 client either", "of=null", ""],
    ] as const
  ).map(([id, title, query, body]): WireCase => ({
    id: `P26.${id}`,
    title,
    send: `GET /respond?${query} HTTP/1.0\r\nHost: example.com\r\n\r\n`,
    expect: { status: 200, body, headers: { "transfer-encoding": null } },
    after: "closed",
    loose: ["headers", "framing"],
  })),
  ...["199", "100", "42", "1000"].map((status): WireCase => ({
    id: `P27.${status}`,
    title: `status ${status} is a RangeError`,
    server: "onerror",
    send: get(`/respond?of=null&status=${status}`),
    expect: { status: 500, headers: { "x-handled": "yes" }, json: { kind: "RangeError" } },
    after: "alive",
  })),
  ...(
    [
      [201, "Created"],
      [302, "Found"],
      [429, "Too Many Requests"],
      [503, "Service Unavailable"],
    ] as const
  ).map(([status, reason]) =>
    responds(
      `P28.${status}`,
      `${status} is sent with the reason "${reason}", whatever statusText says`,
      `of=bytes&status=${status}&statusText=Custom`,
      { status, reason, body: "hello" },
    ),
  ),
  ...["x%20bad", "", "x%C3%A9"].map((name, i): WireCase => ({
    id: `P30.name-${["space", "empty", "wide"][i]}`,
    title: `a header name ${["with a space", "without a character", "beyond ASCII"][i]} goes to onError as a TypeError`,
    server: "onerror",
    send: get(`/respond?h=${name}:1`),
    expect: { status: 500, headers: { "x-handled": "yes" }, json: { kind: "TypeError" } },
    after: "alive",
  })),
  {
    id: "P30.name-late",
    title: "a header name beyond ASCII that is set later goes to onError as a TypeError too",
    server: "onerror",
    send: get("/mutated?name=x%C3%A9"),
    expect: { status: 500, headers: { "x-handled": "yes" }, json: { kind: "TypeError" } },
    after: "alive",
  },
  {
    id: "P31.late",
    title: "a control byte in a header value that is set later goes to onError too",
    server: "onerror",
    send: get("/mutated?value=a%01b"),
    expect: {
      status: 500,
      headers: { "x-handled": "yes", "x-late": null },
      json: { kind: "TypeError", code: "ERR_RESPONSE_HEADER" },
    },
    after: "alive",
  },
  ...(
    [
      ["onerror", "ascii", ""],
      ["stream", "stream", " of a stream"],
      ["null", "null", " of a response without a body"],
    ] as const
  ).map(([id, of, what]): WireCase => ({
    id: `P31.${id}`,
    title: `a control byte in a header value${what} goes to onError as a TypeError with its code`,
    server: "onerror",
    send: get(`/respond?of=${of}&h=x-bad:a%01b`),
    expect: {
      status: 500,
      headers: { "x-handled": "yes" },
      json: { kind: "TypeError", code: "ERR_RESPONSE_HEADER" },
    },
    after: "alive",
  })),
  ...(
    [
      ["case", "Close", "in any case"],
      ["list", "x-own,%20close", "in a list"],
    ] as const
  ).map(([id, value, what]): WireCase => ({
    id: `P32.${id}`,
    title: `connection: close ${what} closes after the response`,
    send: get(`/respond?h=connection:${value}`),
    expect: { status: 200, body: "hello", headers: { connection: /close/i } },
    after: "closed",
    loose: ["headers"],
  })),
  {
    id: "P33.awaited",
    title: "headers may be set, appended and deleted, also after an await, until it is returned",
    send: get("/mutated?how=late"),
    expect: {
      body: "ok",
      headers: {
        "x-late": "yes",
        "x-gone": null,
        "set-cookie": ["a=1", "b=2"],
        "content-type": "text/x-own",
      },
    },
    after: "alive",
  },
  responds(
    "P46.static",
    "a trailer header is passed through with a body of known length too",
    "h=trailer:x-sum",
    {
      body: "hello",
      headers: { trailer: "x-sum" },
    },
  ),
  {
    id: "P47.chunks",
    title: "chunks of a megabyte arrive uncorrupted and in their order",
    send: get("/chunked-pattern?size=1000000&count=4"),
    expect: {
      framing: "chunked",
      body: {
        says: "the bytes of the pattern",
        matches: (value: unknown): boolean =>
          typeof value === "string" &&
          value.length === 4_000_000 &&
          [0, 1, 250, 251, 999_999, 1_000_000, 2_345_678, 3_999_999].every(
            (i) => value.charCodeAt(i) === ((i % 251) & 0x7f),
          ),
      },
    },
    after: "alive",
    loose: ["body"],
  },
];
