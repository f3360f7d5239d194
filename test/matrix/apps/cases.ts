/**
 * E01: app objects of real frameworks. One server each, a few requests each.
 *
 * @module
 */
import { get, request, type Expected } from "../../shared/case.ts";
import { CLOSE, closing, frame, handshake, reply, TEXT } from "../../shared/frames.ts";
import { oneOf } from "../../shared/match.ts";
import type { Playable } from "../appserver.ts";

/** The apps of `apps.ts`, each the name of its server. */
export const APP_NAMES = ["hono", "h3", "itty", "elysia", "whatwg", "yoga"] as const;

/** How an app is given: `serve(app, options)`, `serve(options, app)`, and in the bag. */
export const FORMS = ["", "Second", "Bag"] as const;

/** A server for each app in each form: hono, honoSecond, honoBag. */
export const APP_SERVERS: readonly string[] = APP_NAMES.flatMap((name) =>
  FORMS.map((form) => `${name}${form}`),
);

const JSON_TYPE = "Content-Type: application/json";

const row = (server: string, what: string, send: string, expect: Expected): Playable => ({
  id: `E01.${server}-${what}`,
  title: `${server} answers ${what}`,
  server,
  send,
  expect,
});

/** The same request to the app in every form. */
const inEveryForm = (server: string, what: string, send: string, expect: Expected): Playable[] =>
  FORMS.map((form) => ({
    ...row(`${server}${form}`, what, send, expect),
    title: `${server} answers ${what}${FORM_TITLES[form]}`,
  }));

const FORM_TITLES = {
  "": "",
  Second: " as the second argument",
  Bag: " as the handler of a bag",
} as const;

const HI = reply(TEXT, "echo hi");
const FORM_TYPE = "Content-Type: multipart/form-data; boundary=xx";
const FORM = [
  "--xx",
  'Content-Disposition: form-data; name="a"',
  "",
  "1",
  "--xx",
  'Content-Disposition: form-data; name="file"; filename="f.txt"',
  "Content-Type: text/plain",
  "",
  "content",
  "--xx--",
  "",
].join("\r\n");

/** What every router is asked. */
const common = (server: string): Playable[] => [
  ...inEveryForm(server, "hello", get("/hello"), {
    status: 200,
    body: "hello",
    headers: { "content-type": /^text\/plain/ },
  }),
  row(server, "params", get("/user/42?q=%C3%BC"), { status: 200, json: { id: "42", q: "ü" } }),
  row(server, "json", request("POST", "/echo", [JSON_TYPE], '{"a":[1]}'), {
    status: 200,
    json: { got: { a: [1] } },
  }),
  row(server, "missing", get("/nothing/here"), { status: 404 }),
  row(server, "stream", get("/stream"), { status: 200, body: "one,two" }),
  row(server, "header", get("/header", "X-Sent: yes"), {
    status: 201,
    headers: { "x-got": "yes" },
  }),
  {
    ...row(server, "throw", get("/throw") + get("/hello"), { status: 500 }),
    title: `${server} answers an error that is thrown, and goes on`,
    expect: [{ status: 500 }, { status: 200, body: "hello" }],
    methods: ["GET", "GET"],
  },
  row(server, "redirect", get("/redirect"), { status: 302, headers: { location: /\/hello$/ } }),
  row(server, "cookies", get("/cookies"), {
    status: 200,
    headers: { "set-cookie": ["a=1; Path=/", "b=2; Path=/; HttpOnly"] },
  }),
  row(server, "upload", request("POST", "/upload", [FORM_TYPE], FORM), {
    status: 200,
    json: { a: "1", name: "f.txt", text: "content" },
  }),
  {
    ...row(server, "socket", "", { status: 101, body: `${HI}${reply(CLOSE, closing(1000))}` }),
    title: `${server} opens a WebSocket`,
    send: [
      { send: handshake("/socket") },
      { heads: 1 },
      { send: frame(TEXT, "hi") },
      { body: HI },
      { send: frame(CLOSE, closing(1000)) },
      { closed: true },
    ],
  },
];

/** A router that answers HEAD by its GET takes the body off: the length of none would be a lie. */
const headed = (server: string): Playable =>
  row(server, "head", "HEAD /hello HTTP/1.1\r\nHost: example.com\r\n\r\n", {
    status: 200,
    body: "",
    headers: { "content-length": oneOf("5", undefined) },
  });

/** `fetch` was called as a method, with the request and the info. */
const informed = (server: string): Playable[] =>
  inEveryForm(server, "info", get("/info"), {
    status: 200,
    json: { transport: "tcp", waitUntil: "function" },
  });

const graphql = (what: string, send: string, expect: Expected): Playable =>
  row("yoga", what, send, expect);

export const APP_CASES: readonly Playable[] = [
  ...["hono", "h3", "elysia", "whatwg"].map(headed),
  ...common("hono"),
  ...informed("hono"),
  ...common("h3"),
  ...common("itty"),
  ...informed("itty"),
  ...common("elysia"),
  ...common("whatwg"),
  ...informed("whatwg"),
  graphql(
    "post",
    request("POST", "/graphql", [JSON_TYPE], '{"query":"{ hello(name: \\"you\\") }"}'),
    {
      status: 200,
      json: { data: { hello: "hello you" } },
    },
  ),
  ...inEveryForm(
    "yoga",
    "get",
    get("/graphql?query=%7B%20hello%20%7D", "Accept: application/json"),
    {
      status: 200,
      json: { data: { hello: "hello nobody" } },
    },
  ),
  graphql("error", request("POST", "/graphql", [JSON_TYPE], '{"query":"{ nothing }"}'), {
    status: oneOf(200, 400),
    json: { errors: [{ message: /nothing/ }] },
  }),
  graphql("missing", get("/nothing"), { status: 404 }),
  ...inEveryForm(
    "yoga",
    "info",
    request("POST", "/graphql", [JSON_TYPE], '{"query":"{ transport }"}'),
    {
      status: 200,
      json: { data: { transport: "tcp" } },
    },
  ),
];
