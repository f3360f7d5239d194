/**
 * E01: app objects of real frameworks. One server each, a few requests each.
 *
 * @module
 */
import { get, request, type Expected } from "../../shared/case.ts";
import { oneOf } from "../../shared/match.ts";
import type { Playable } from "../appserver.ts";

/** The apps of `apps.ts`, each the name of its server. */
export const APP_NAMES = ["hono", "h3", "itty", "elysia", "whatwg", "yoga"] as const;

const JSON_TYPE = "Content-Type: application/json";

const row = (server: string, what: string, send: string, expect: Expected): Playable => ({
  id: `E01.${server}-${what}`,
  title: `${server} answers ${what}`,
  server,
  send,
  expect,
});

/** What every router is asked. */
const common = (server: string): Playable[] => [
  row(server, "hello", get("/hello"), {
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
];

/** `fetch` was called as a method, with the request and the info. */
const informed = (server: string): Playable =>
  row(server, "info", get("/info"), {
    status: 200,
    json: { transport: "tcp", waitUntil: "function" },
  });

const graphql = (what: string, send: string, expect: Expected): Playable =>
  row("yoga", what, send, expect);

export const APP_CASES: readonly Playable[] = [
  ...common("hono"),
  informed("hono"),
  ...common("h3"),
  ...common("itty"),
  informed("itty"),
  ...common("elysia"),
  ...common("whatwg"),
  informed("whatwg"),
  graphql(
    "post",
    request("POST", "/graphql", [JSON_TYPE], '{"query":"{ hello(name: \\"you\\") }"}'),
    {
      status: 200,
      json: { data: { hello: "hello you" } },
    },
  ),
  graphql("get", get("/graphql?query=%7B%20hello%20%7D", "Accept: application/json"), {
    status: 200,
    json: { data: { hello: "hello nobody" } },
  }),
  graphql("error", request("POST", "/graphql", [JSON_TYPE], '{"query":"{ nothing }"}'), {
    status: oneOf(200, 400),
    json: { errors: [{ message: /nothing/ }] },
  }),
  graphql("missing", get("/nothing"), { status: 404 }),
  graphql("info", request("POST", "/graphql", [JSON_TYPE], '{"query":"{ transport }"}'), {
    status: 200,
    json: { data: { transport: "tcp" } },
  }),
];
