/**
 * E09: `(request) => fetch(request)`, one of our servers in front of another.
 *
 * The Host that the client names is the address of the server behind.
 *
 * @module
 */
import type { Expected, Step, WireCase } from "../case.ts";
import { filler } from "../routes/compress.ts";

const head = (method: string, target: string, ...headers: string[]): string =>
  `${[`${method} ${target} HTTP/1.1`, "Host: 127.0.0.1:{plain}", ...headers].join("\r\n")}\r\n\r\n`;

const push = (order: string): Step => ({ call: `/push?key={key}&do=${order}` });

const proxied = (
  id: string,
  title: string,
  send: string | readonly Step[],
  expect: Expected | [],
  more: Partial<WireCase> = {},
): WireCase => ({
  id: `E09.reverse-${id}`,
  title: `a reverse proxy ${title}`,
  server: "proxy",
  send,
  expect,
  // Each fetch sends headers of its own.
  loose: ["headers", "framing", "body"],
  ...more,
});

export const proxyCases: readonly WireCase[] = [
  proxied(
    "get",
    "sends a GET on, path, query and headers included",
    head("GET", "/echo?a=%20b", "X-Sent: yes"),
    {
      status: 200,
      json: {
        method: "GET",
        url: /^http:\/\/127\.0\.0\.1:\d+\/echo\?a=%20b$/,
        headers: {
          says: "has x-sent",
          matches: (list: unknown) => JSON.stringify(list).includes('["x-sent","yes"]'),
        },
      },
    },
    { after: "alive" },
  ),
  proxied("head", "sends a HEAD on", head("HEAD", "/hello"), {
    status: 200,
    headers: { "content-length": "13" },
  }),
  proxied(
    "length",
    "sends a body with its length on",
    `${head("POST", "/hex", "Content-Length: 5")}h\x00\xfflo`,
    {
      status: 200,
      json: { hex: "6800ff6c6f" },
    },
    { after: "alive" },
  ),
  proxied(
    "chunked",
    "sends a chunked body on",
    `${head("POST", "/hex", "Transfer-Encoding: chunked")}3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`,
    {
      status: 200,
      json: { hex: "6162636465" },
    },
    { after: "alive" },
  ),
  proxied(
    "method",
    "sends a PUT, a PATCH and a DELETE on",
    ["PUT", "PATCH", "DELETE"].flatMap((method, i): Step[] => [
      { send: `${head(method, "/hex", "Content-Length: 1")}x` },
      { responses: i + 1 },
    ]),
    {},
    {
      expect: [1, 2, 3].map(() => ({ status: 200, json: { hex: "78" } })),
      methods: ["PUT", "PATCH", "DELETE"],
    },
  ),
  proxied(
    "status",
    "brings status and headers back",
    head("GET", "/json404"),
    {
      status: 404,
      headers: { "content-type": "application/json; charset=utf-8", "x-page": "example" },
      json: { message: "NOT FOUND" },
    },
    { after: "alive" },
  ),
  proxied(
    "set-cookie",
    "brings every set-cookie back",
    head("GET", "/respond?h=set-cookie:a=1&h=set-cookie:b=2"),
    {
      status: 200,
      headers: { "set-cookie": ["a=1", "b=2"] },
    },
    { after: "alive" },
  ),
  ...[["gzip"], ["br"], []].map((accept) =>
    proxied(
      ["coded", ...accept].join("-"),
      `brings an encoded body through to one who takes ${accept[0] ?? "what comes"}`,
      head("GET", "/coded-already", ...accept.map((coding) => `Accept-Encoding: ${coding}`)),
      { status: 200, headers: { "content-type": "text/plain" }, text: filler(5000) },
      { after: "alive" },
    ),
  ),
  ...(
    [
      ["whole", "new Response(upstream.body, upstream)"],
      ["parts", "new Response(upstream.body, { status, headers })"],
      ["changed", "the body with headers that were changed"],
      ["uncoded", "a copy whose Content-Encoding was deleted, and its length forgotten"],
      ["clone", "the body of a clone"],
      ["text", "new Response(await upstream.text(), upstream)"],
      ["recoded", "the body through an encoder of its own"],
    ] as const
  ).map(([copy, what]) =>
    proxied(
      `copy-${copy}`,
      `that answers with ${what} says of an encoded body what it is now`,
      head("GET", "/coded-already", "Accept-Encoding: gzip", `X-Copy: ${copy}`),
      { status: 200, headers: { "content-type": "text/plain" }, text: filler(5000) },
      { after: "alive" },
    ),
  ),
  proxied(
    "coded-head",
    "answers a HEAD of an encoded body, whose length it does not say wrongly",
    head("HEAD", "/coded-already", "Accept-Encoding: gzip"),
    {
      status: 200,
      headers: {
        "content-length": {
          says: "no length, or a right one",
          matches: (value: unknown) => value === undefined || Number(value) > 0,
        },
      },
    },
  ),
  proxied(
    "unsized-head",
    "answers a HEAD of a stream, whose length nobody knows, without a length",
    head("HEAD", "/respond?of=stream"),
    { status: 200, headers: { "content-length": null } },
  ),
  proxied(
    "down",
    "streams the response: each chunk comes through by itself",
    [
      { send: head("GET", "/stream?key={key}") },
      { heads: 1 },
      push("chunk%20one"),
      { body: "one" },
      push("chunk%20two"),
      { body: "onetwo" },
      push("end"),
      { responses: 1 },
    ],
    { status: 200, body: "onetwo" },
    { after: "alive" },
  ),
  proxied(
    "up",
    "streams the request: each chunk comes through by itself",
    [
      { send: head("POST", "/chunks?key={key}", "Transfer-Encoding: chunked") },
      { send: "3\r\nabc\r\n" },
      { log: "chunk abc" },
      { send: "2\r\nde\r\n" },
      { log: "chunk de" },
      { send: "0\r\n\r\n" },
      { responses: 1 },
    ],
    { status: 200, json: { size: 5 } },
  ),
  proxied(
    "cancel",
    "cancels the stream behind when the client leaves",
    [
      { send: head("GET", "/ticks?key={key}") },
      { body: "tick\n" },
      { reset: true },
      { log: "cancel" },
    ],
    { status: 200, complete: false },
    { log: ["start", /^cancel/] },
  ),
  proxied(
    "abort",
    "aborts the handler behind when the client leaves",
    [
      { send: head("GET", "/never?watch=signal&key={key}") },
      { log: "start" },
      { reset: true },
      { log: "abort" },
    ],
    [],
    { log: ["start", /^abort/] },
  ),
  proxied(
    "cut",
    "cuts off what the server behind cut off",
    [
      { send: head("GET", "/stream?key={key}") },
      push("chunk%20one"),
      { body: "one" },
      push("error"),
      { closed: true },
      { call: "/ok" },
    ],
    { status: 200, body: "one", complete: false },
  ),
];
