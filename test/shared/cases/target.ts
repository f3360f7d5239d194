/**
 * Section 2 of the contract: the request target and Host, and what URL they make (E11).
 *
 * @module
 */
import { get, utf8, type Expected, type WireCase } from "../case.ts";
import { CLIENT_ERROR, oneOf, REFUSAL, sameUrl, lacking } from "../match.ts";
import { refused } from "./refused.ts";

const url = (
  id: string,
  title: string,
  send: string,
  expected: string,
  exact = false,
): WireCase => ({
  id,
  title,
  send,
  expect: { status: 200, json: { url: exact ? expected : sameUrl(expected) } },
  after: "alive",
});

const raw = (line: string, ...headers: string[]): string =>
  `${[line, ...headers].join("\r\n")}\r\n\r\n`;
const EXAMPLE = "Host: example.com";

/** A clause with a tolerance: served, or refused, but never hung. */
const EITHER: Expected = { status: oneOf(200, REFUSAL) };

const target = (id: string, title: string, line: string): WireCase =>
  refused(`R10.${id}`, title, raw(line, EXAMPLE, "X-Mark: {key}"));

const host = (id: string, title: string, value: string): WireCase =>
  refused(`R06.${id}`, title, raw("GET /x HTTP/1.1", `Host: ${value}`, "X-Mark: {key}"));

const tolerated = (id: string, what: string, path: string): WireCase => ({
  id: `R12.${id}`,
  title: `${what} in the target is served or refused, and the next request is not misread`,
  send: get(path),
  expect: EITHER,
  after: "either",
  loose: ["all"],
});

export const targetCases: readonly WireCase[] = [
  url(
    "R02.absolute",
    "absolute-form wins over Host",
    raw("GET http://other.test:81/p?q HTTP/1.1", EXAMPLE),
    "http://other.test:81/p?q",
  ),
  url(
    "R02.scheme",
    "absolute-form decides the scheme",
    raw("GET https://other.test/p HTTP/1.1", EXAMPLE),
    "https://other.test/p",
  ),
  url(
    "R03.no-path",
    "absolute-form without a path gives a slash",
    raw("GET http://other.test HTTP/1.1", EXAMPLE),
    "http://other.test/",
  ),
  url(
    "R03.query",
    "absolute-form without a path keeps its query",
    raw("GET http://other.test?q=1 HTTP/1.1", EXAMPLE),
    "http://other.test/?q=1",
  ),
  refused(
    "R04.missing",
    "HTTP/1.1 without Host is refused",
    raw("GET /x HTTP/1.1", "X-Mark: {key}"),
  ),
  refused(
    "R04.absolute",
    "HTTP/1.1 without Host is refused in absolute-form too",
    raw("GET http://other.test/x HTTP/1.1", "X-Mark: {key}"),
  ),
  {
    id: "R04.http10",
    title: "HTTP/1.0 without Host falls back to the listener's address",
    send: raw("GET /x HTTP/1.0"),
    expect: { status: 200, json: { url: "http://localhost:{port}/x" } },
  },
  {
    id: "R04.empty",
    title: "an empty Host falls back to the listener's address",
    send: raw("GET /x HTTP/1.1", "Host:"),
    expect: { status: 200, json: { url: "http://localhost:{port}/x" } },
  },
  refused(
    "R05.two",
    "two Hosts are refused",
    raw("GET /x HTTP/1.1", EXAMPLE, "Host: other.test", "X-Mark: {key}"),
  ),
  refused(
    "R05.equal",
    "two equal Hosts are refused",
    raw("GET /x HTTP/1.1", EXAMPLE, EXAMPLE, "X-Mark: {key}"),
  ),
  refused(
    "R05.empty",
    "two Hosts are refused, also where the first is empty",
    raw("GET /x HTTP/1.1", "Host:", EXAMPLE, "X-Mark: {key}"),
  ),
  host("space", "a Host with a space is refused", "a b/c?d"),
  host(
    "path",
    "a Host with a path and a fragment is refused, and never rewrites the path",
    "good.com/x#",
  ),
  host("query", "a Host with a query is refused", "good.com?x"),
  host("userinfo", "a Host with user information is refused", "user@good.com"),
  host("comma", "a Host of two names with a comma is refused", "good.com,evil.test"),
  host("backslash", "a Host with a backslash is refused", "good.com\\x"),
  refused(
    "R06.absolute",
    "a Host that is none is refused in absolute-form too",
    raw("GET http://other.test/x HTTP/1.1", "Host: a b", "X-Mark: {key}"),
  ),
  host("bracket", "a Host with an open bracket is refused", "[::1"),
  host("port", "a Host whose port is no number is refused", "good.com:abc"),
  host("port-range", "a Host whose port is out of range is refused", "good.com:70000"),
  url("R07.dots", "dot segments are resolved", get("/a/../b"), "http://example.com/b", true),
  url(
    "R07.encoded-dots",
    "encoded dot segments are resolved",
    get("/a/%2e%2e/b"),
    "http://example.com/b",
    true,
  ),
  url(
    "R07.case",
    "the host name is in lower case",
    raw("GET /x HTTP/1.1", "Host: ExAmPle.COM"),
    "http://example.com/x",
    true,
  ),
  url(
    "R07.default-port",
    "a default port is dropped",
    raw("GET /x HTTP/1.1", "Host: example.com:80"),
    "http://example.com/x",
    true,
  ),
  {
    id: "R07.fragment",
    title: "a fragment is dropped or refused",
    send: get("/x#frag"),
    expect: { status: oneOf(200, CLIENT_ERROR), body: lacking("#frag") },
    after: "either",
    loose: ["all"],
  },
  {
    id: "R07.userinfo",
    title: "user information in absolute-form is dropped or refused",
    send: raw("GET http://u:p@other.test/x HTTP/1.1", EXAMPLE),
    expect: { status: oneOf(200, CLIENT_ERROR), body: lacking("u:p@") },
    after: "either",
    loose: ["all"],
  },
  url(
    "R08.slashes",
    "two slashes at the start are a path, not an authority",
    get("//evil.test/p"),
    "http://example.com//evil.test/p",
  ),
  url(
    "R08.backslash",
    "a slash and a backslash are a path, not an authority",
    get("/%5Cevil.test/p"),
    "http://example.com/%5Cevil.test/p",
  ),
  {
    id: "R08.raw-backslash",
    title: "nor do a slash and a raw backslash become one",
    send: get("/\\evil.test/p"),
    expect: { status: oneOf(200, REFUSAL), body: lacking("http://evil.test") },
    after: "either",
    loose: ["all"],
  },
  url(
    "R09.asterisk",
    "OPTIONS * gives the path /*",
    raw("OPTIONS * HTTP/1.1", EXAMPLE),
    "http://example.com/*",
  ),
  target("asterisk", "GET * is refused", "GET * HTTP/1.1"),
  target("relative", "a target without a slash is refused", "GET foo HTTP/1.1"),
  target("authority", "authority-form is refused for GET", "GET host:1234 HTTP/1.1"),
  target("connect", "CONNECT with a path is refused", "CONNECT /path HTTP/1.1"),
  target("connect-no-port", "CONNECT without a port is refused", "CONNECT host HTTP/1.1"),
  target("connect-url", "CONNECT with a URL is refused", "CONNECT http://host:443/ HTTP/1.1"),
  target("no-authority", "a URL without an authority is refused", "GET http:///a HTTP/1.1"),
  target("control", "a control byte in the target is refused", "GET /a\x01b HTTP/1.1"),
  target("nul", "NUL in the target is refused", "GET /a\0b HTTP/1.1"),
  target("tab", "a tab in the target is refused", "GET /a\tb HTTP/1.1"),
  target("del", "DEL in the target is refused", "GET /a\x7fb HTTP/1.1"),
  target("empty", "an empty target is refused", "GET  HTTP/1.1"),
  target("space", "a raw space in the target is refused", "GET /a b HTTP/1.1"),
  target("byte", "a byte that is not UTF-8 in the target is refused", "GET /\xff HTTP/1.1"),
  target("space-query", "a raw space in the query is refused", "GET /a?b c HTTP/1.1"),
  target("byte-query", "nor one in the query", "GET /a?\xff HTTP/1.1"),
  {
    id: "R11.connect",
    title: "CONNECT is dispatched without a body and answered normally",
    send: raw("CONNECT host:443 HTTP/1.1", "Host: host:443"),
    expect: {
      status: 200,
      json: { method: "CONNECT", url: sameUrl("http://host:443"), bodyIsNull: true },
    },
  },
  tolerated("utf8", "UTF-8", `/${utf8("é")}`),
  ...[...'"<>\\^{|}`'].map((character, i) =>
    tolerated(`special-${i}`, character, `/a${character}b`),
  ),
  refused(
    "R16.space",
    "a space in the method is refused",
    raw("GE T /x HTTP/1.1", EXAMPLE, "X-Mark: {key}"),
  ),
  refused(
    "R16.parentheses",
    "parentheses in the method are refused",
    raw("(GET) /x HTTP/1.1", EXAMPLE, "X-Mark: {key}"),
  ),
];
