/**
 * The examples of the page that everyserve implements, "Writing an HTTP server".
 *
 * @module
 */
import { get, request, type WireCase } from "../case.ts";

export const pageCases: readonly WireCase[] = [
  {
    id: "PAGE.hello",
    title: "the hello world of the page answers its text",
    send: get("/hello"),
    expect: { status: 200, body: "Hello, World!", headers: { "content-length": "13" } },
    after: "alive",
  },
  {
    id: "PAGE.async",
    title: "an async handler answers",
    send: get("/async"),
    expect: { status: 200, body: "Hello, World!" },
    after: "alive",
  },
  {
    id: "PAGE.inspect",
    title: "method, path, query, headers and body can be read",
    send: request("POST", "/inspect?a=1&b=%C3%A9", ["Accept: text/plain"], "some text"),
    expect: {
      status: 200,
      json: {
        method: "POST",
        path: "/inspect",
        query: [
          ["a", "1"],
          ["b", "é"],
        ],
        accept: "text/plain",
        body: "some text",
      },
    },
    after: "alive",
  },
  {
    id: "PAGE.inspect-get",
    title: "a request without a body is inspected the same way",
    send: get("/inspect?q=x"),
    expect: {
      json: { method: "GET", path: "/inspect", query: [["q", "x"]], accept: null, body: undefined },
    },
    after: "alive",
  },
  {
    id: "PAGE.json-404",
    title: "a 404 with a JSON body and a header of its own is sent as it is",
    send: get("/json404"),
    expect: {
      status: 404,
      reason: "Not Found",
      headers: { "content-type": "application/json; charset=utf-8", "x-page": "example" },
      json: { message: "NOT FOUND" },
    },
    after: "alive",
  },
  {
    id: "PAGE.stream",
    title: "a text stream repeats its line, and its cancel runs when the client hangs up",
    send: [
      { send: get("/page?every=20&key={key}") },
      { heads: 1 },
      { body: "Hello, World!\nHello, World!\nHello, World!\n" },
      { reset: true },
      { log: "cancel" },
    ],
    expect: {
      status: 200,
      headers: { "content-type": "text/plain; charset=utf-8" },
      framing: "chunked",
      complete: false,
    },
    log: ["cancel"],
    loose: ["body"],
  },
];
