/**
 * Section 2 of the contract: what the handler sees of a request line and its headers.
 *
 * @module
 */
import { get, request, type WireCase } from "../case.ts";
import { between, sameUrl } from "../match.ts";

const REMOTE = { transport: "tcp", port: between(0, 65535) };

const method = (name: string, what: string, id: string): WireCase => ({
  id: `R15.${id}`,
  title: `the method ${what} reaches the handler as it was sent`,
  send: request(name, "/echo"),
  expect: { status: 200, json: { method: name, url: sameUrl("http://example.com/echo") } },
  after: "alive",
});

export const requestCases: readonly WireCase[] = [
  {
    id: "R01.host",
    title: "origin-form and Host make the URL",
    send: get("/echo?a=1&b=%20"),
    expect: { status: 200, json: { url: sameUrl("http://example.com/echo?a=1&b=%20") } },
    after: "alive",
  },
  {
    id: "R01.port",
    title: "the port of Host stays in the URL",
    send: "GET /echo HTTP/1.1\r\nHost: example.com:8123\r\n\r\n",
    expect: { json: { url: sameUrl("http://example.com:8123/echo") } },
    after: "alive",
  },
  {
    id: "R01.ipv6",
    title: "an IPv6 literal in Host keeps its brackets",
    send: "GET /echo HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n",
    expect: { json: { url: sameUrl("http://[::1]:8080/echo") } },
    after: "alive",
  },
  method("GET", "GET", "get"),
  method("POST", "POST", "post"),
  method("PUT", "PUT", "put"),
  method("DELETE", "DELETE", "delete"),
  method("OPTIONS", "OPTIONS", "options"),
  method("PATCH", "PATCH", "patch"),
  method("TRACE", "TRACE", "trace"),
  method("M-SEARCH", "M-SEARCH", "m-search"),
  method("PROPFIND", "PROPFIND", "propfind"),
  method("FOO", "FOO", "unknown"),
  method("get", "get in lower case", "lower-case"),
  method("A".repeat(300), "of 300 characters", "long"),
  ...["TRACE", "QUERY"].map((name): WireCase => ({
    id: `R15.copies-${name.toLowerCase()}`,
    title: `so do clones and copies of a request with the method ${name}, unless they are given another`,
    send: [{ send: request(name, "/copies") }, { responses: 1 }],
    expect: { status: 200, json: [name, name, name, "PUT"] },
    after: "alive",
  })),
  {
    id: "R22.all",
    title: "no header is hidden from the handler",
    send: request(
      "POST",
      "/echo",
      [
        "Connection: keep-alive",
        "Cookie: a=1",
        "Accept-Encoding: gzip",
        "Origin: http://origin.test",
        "Referer: http://referer.test/",
        "Date: today",
        "Via: 1.1 proxy",
        "User-Agent: rows",
        "TE: trailers",
        "Sec-Fetch-Mode: cors",
        "X-Own: yes",
      ],
      "x",
    ),
    expect: {
      json: {
        headers: [
          ["accept-encoding", "gzip"],
          ["connection", "keep-alive"],
          ["content-length", "1"],
          ["cookie", "a=1"],
          ["date", "today"],
          ["host", "example.com"],
          ["origin", "http://origin.test"],
          ["referer", "http://referer.test/"],
          ["sec-fetch-mode", "cors"],
          ["te", "trailers"],
          ["user-agent", "rows"],
          ["via", "1.1 proxy"],
          ["x-own", "yes"],
        ],
      },
    },
    after: "alive",
  },
  {
    id: "R22.expect",
    title: "Expect is visible to the handler",
    send: request("POST", "/echo", ["Expect: 100-continue"], "x"),
    expect: {
      json: {
        headers: [
          ["content-length", "1"],
          ["expect", "100-continue"],
          ["host", "example.com"],
        ],
      },
    },
    after: "alive",
  },
  {
    id: "I01.remote",
    title: "info.remoteAddr is the peer's address and port",
    send: get("/echo"),
    expect: { json: { remote: { ...REMOTE, hostname: "127.0.0.1" } } },
  },
];
