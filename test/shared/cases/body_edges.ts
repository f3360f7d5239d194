/**
 * Section 2 of the contract: bodies in chunks, bodies that nobody shows, and Expect, at their edges.
 *
 * @module
 */
import { get, request, soon, type WireCase } from "../case.ts";
import { oneOf, REFUSAL } from "../match.ts";
import { READERS } from "../readers.ts";

const head = (method: string, target: string, ...headers: string[]): string =>
  `${[`${method} ${target} HTTP/1.1`, "Host: example.com", ...headers].join("\r\n")}\r\n\r\n`;
const post = (target: string, ...headers: string[]): string => head("POST", target, ...headers);
const chunk = (bytes: string): string => `${bytes.length.toString(16)}\r\n${bytes}\r\n`;

const CHUNKED = "Transfer-Encoding: chunked";
const LAST = "0\r\n\r\n";
const MARKED = get("/evil", "X-Mark: {key}");

/** The body of a method that has none for the handler (R31), told by the log. */
const unseen = (
  id: string,
  title: string,
  bytes: string,
  methods: readonly string[],
): WireCase => ({
  id: `R31.${id}`,
  title,
  send: [{ send: bytes }, { responses: 1 }, { log: "true" }],
  expect: { status: 200 },
  log: ['true ""'],
  methods,
  after: "alive",
});

const bodiless = (method: string): WireCase => ({
  id: `R33.${method.toLowerCase()}`,
  title: `so has a ${method}`,
  send: head(method, "/echo"),
  expect: { status: 200, json: { method, bodyIsNull: true, body: "" } },
  after: "alive",
});

const hex = (bytes: string): string =>
  Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");

/** Bytes that look like what frames them. */
const TRICKY = `\0\xff\r\n0\r\n\r\n${get("/evil")}5\r\n`;

// Deno closes when the end of the body was not there at dispatch; no clause says otherwise.
const ARRIVING = { after: "either", loose: ["headers", "end"] } as const;

const decodes = (
  id: string,
  title: string,
  coding: string,
  body: string,
  is: string,
  more: Partial<WireCase> = {},
): WireCase => ({
  id: `R34.${id}`,
  title,
  send: post("/hex", `Transfer-Encoding: ${coding}`) + body,
  expect: { status: 200, json: { hex: hex(is) } },
  after: "alive",
  ...more,
});

const TYPE = "Content-Type: multipart/form-data; boundary=x";
const FORM = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n';
/** What has come is a whole JSON text, a whole form: but no last chunk. */
const cutOff = (as: string): WireCase => ({
  id: `R37.${as}-chunked`,
  title: `${as} rejects when the client vanishes before the last chunk, whatever came before`,
  send: [
    {
      send:
        post(`/read?as=${as}&key={key}`, CHUNKED, TYPE) + chunk(as === "formData" ? FORM : "{}"),
    },
    { log: "start" },
    { close: true },
    soon("re"),
  ],
  expect: [],
  log: ["start", "rejected true true"],
});

export const bodyEdgeCases: readonly WireCase[] = [
  unseen(
    "head-null",
    "a HEAD with Content-Length has a null body and an empty text",
    head("HEAD", "/body?key={key}", "Content-Length: 5") + "hello",
    ["HEAD"],
  ),
  unseen(
    "head-chunked",
    "so has a HEAD with chunks",
    head("HEAD", "/body?key={key}", CHUNKED) + chunk("hello") + LAST,
    ["HEAD"],
  ),
  unseen(
    "get-null",
    "so has a GET whose body is a request",
    head("GET", "/body?key={key}", `Content-Length: ${get("/evil").length}`) + get("/evil"),
    ["GET"],
  ),
  {
    id: "R31.connect",
    title: "the bytes behind a CONNECT are consumed or refused, and not read as a request",
    send: [
      {
        send: `CONNECT host:443 HTTP/1.1\r\nHost: host:443\r\nContent-Length: 500\r\n\r\n${MARKED}`,
      },
      { responses: 1 },
      { half: true },
      { closed: true },
    ],
    expect: { status: oneOf(200, REFUSAL) },
    log: [],
    loose: ["all"],
  },
  {
    id: "R31.connect-null",
    title: "a CONNECT with Content-Length has a null body and an empty text",
    send: [
      { send: "CONNECT host:443 HTTP/1.1\r\nHost: host:443\r\nContent-Length: 5\r\n\r\nhello" },
      { responses: 1 },
    ],
    expect: { status: 200, json: { method: "CONNECT", bodyIsNull: true, body: "" } },
    after: "either",
    loose: ["headers", "end"],
  },
  {
    id: "R31.late",
    title: "the body of a GET that comes behind the answer is not read as a request",
    send: [
      { send: head("GET", "/ok", "Content-Length: 2000") + "x".repeat(1000) },
      { responses: 1 },
      { send: MARKED },
      { half: true },
      { closed: true },
    ],
    expect: { status: 200, body: "ok" },
    log: [],
    loose: ["headers", "end"],
  },
  ...["PUT", "PATCH", "DELETE", "OPTIONS"].map(bodiless),
  decodes("mixed-case", "the coding's name may be in any case", "cHuNkEd", chunk("a") + LAST, "a"),
  decodes(
    "tricky",
    "chunks decode byte by byte, whatever they look like",
    "chunked",
    chunk(TRICKY) + chunk("\0") + LAST,
    `${TRICKY}\0`,
  ),
  decodes(
    "small",
    "so do two thousand of one byte",
    "chunked",
    chunk("x").repeat(2000) + LAST,
    "x".repeat(2000),
    ARRIVING,
  ),
  {
    id: "R34.large",
    title: "so does one of 300,000 bytes",
    send: post("/size", CHUNKED) + chunk("y".repeat(300_000)) + LAST,
    expect: { status: 200, json: { size: 300_000 } },
    ...ARRIVING,
  },
  ...[...READERS, "clone"].map(cutOff),
  {
    id: "R37.clone",
    title: "a clone and its original reject when the client vanishes",
    send: [
      { send: `${post("/read?as=clone&key={key}", "Content-Length: 10")}{"a` },
      { log: "start" },
      { close: true },
      soon("re"),
    ],
    expect: [],
    log: ["start", "rejected true true"],
  },
  {
    id: "R39.chunked",
    title: "a half-close before the last chunk rejects the reader",
    send: [
      { send: post("/read?as=json&key={key}", CHUNKED) + chunk("{}") },
      { log: "start" },
      { half: true },
      soon("re"),
      { closed: true },
    ],
    expect: { optional: true, status: oneOf(200, REFUSAL) },
    log: ["start", "rejected true true"],
    loose: ["all"],
  },
  ...["text", "stream"].flatMap((as) =>
    [{ half: true }, { close: true }, { reset: true }].map((leave): WireCase => {
      const [how = ""] = Object.keys(leave);
      return {
        id: `R49.${as}-${how}`,
        title: `a reader (${as}) that goes on behind the response rejects when no more comes (${how}), and signal stays quiet`,
        send: [
          { send: `${post(`/later?as=${as}&watch=signal&key={key}`, "Content-Length: 10")}hello` },
          { responses: 1 },
          leave as { half: true },
          { log: "rejected" },
        ],
        expect: { body: "later" },
        log: ["start", /^rejected /],
        loose: ["headers"],
      };
    }),
  ),
  ...["text", "stream"].map((as): WireCase => ({
    id: `R49.slow-${as}`,
    title: `a reader (${as}) goes on behind the response, however late the rest comes`,
    send: [
      { send: `${post(`/later?as=${as}&key={key}`, "Content-Length: 10")}hello` },
      { responses: 1 },
      { call: "/wait?ms=150" },
      { send: "world" },
      { log: "POST" },
    ],
    expect: { body: "later" },
    log: ["start", "body helloworld", "POST /later example.com"],
    loose: ["headers"],
  })),
  ...["text", "stream"].map((as): WireCase => ({
    id: `R49.chunked-${as}`,
    title: `chunks that have come are read (${as}) to the last byte behind the response`,
    send: [
      { send: post(`/later?as=${as}&key={key}`, CHUNKED) + chunk("hello") + LAST },
      { responses: 1 },
      { log: "POST" },
    ],
    expect: { body: "later" },
    log: ["start", "body hello", "POST /later example.com"],
    loose: ["headers"],
  })),
  {
    id: "R48.chunked",
    title: "chunks that had arrived can be read first after the response was sent",
    send: [
      { send: post("/afterwards?key={key}", CHUNKED, "X-Sent: yes") + chunk("hello") + LAST },
      { responses: 1 },
      { log: "body" },
    ],
    expect: { body: "first" },
    log: ["POST yes tcp false", "body hello"],
    loose: ["headers"],
  },
  ...["Content-Length: 10", CHUNKED].map((framing): WireCase => ({
    id: framing === CHUNKED ? "R48.held-chunked" : "R48.held",
    title: `nor is one whose stream was held before (${framing})`,
    send: [
      {
        send: post("/held?key={key}", framing) + (framing === CHUNKED ? chunk("hello") : "hello"),
      },
      { responses: 1 },
      { send: framing === CHUNKED ? chunk("world") + LAST : "world" },
      { log: "failed" },
    ],
    expect: { body: "held" },
    log: [/^failed /],
    loose: ["headers"],
  })),
  ...["Content-Length: 10", CHUNKED].map((framing): WireCase => ({
    id: framing === CHUNKED ? "R48.arriving-chunked" : "R48.arriving",
    title: `a body that was still arriving (${framing}) is never read as a shorter one`,
    send: [
      {
        send:
          post("/afterwards?key={key}", framing, "X-Sent: yes") +
          (framing === CHUNKED ? chunk("hello") : "hello"),
      },
      { responses: 1 },
      { send: framing === CHUNKED ? chunk("world") + LAST : "world" },
      { log: "failed" },
    ],
    expect: { body: "first" },
    log: ["POST yes tcp false", /^failed /],
    loose: ["headers"],
  })),
  {
    id: "R50.buffered-chunked",
    title: "chunks that nobody read but that have arrived keep the connection",
    send: post("/ignore", CHUNKED) + chunk("hello") + LAST,
    expect: { body: "ignored" },
    after: "alive",
  },
  {
    id: "R50.arriving-chunked",
    title: "chunks that are still arriving end the connection and are never read as a request",
    send: [
      { send: post("/ignore", CHUNKED) + chunk("hello") },
      { responses: 1 },
      { send: `fff\r\n${MARKED}` },
      { half: true },
    ],
    expect: { body: "ignored", headers: { connection: /^close$/i } },
    log: [],
    after: "closed",
  },
  {
    id: "R52.chunked",
    title: "so does cancelling chunks",
    send: post("/discard", CHUNKED) + chunk("hello") + LAST,
    expect: { body: "discarded" },
    after: "alive",
  },
  {
    id: "R53.unread",
    title: "100 is sent though the handler does not read",
    send: [
      { send: post("/handler?key={key}", "Content-Length: 5", "Expect: 100-continue") },
      { interims: 1 },
      { call: "/push?key={key}&do=return" },
      { responses: 1 },
    ],
    expect: { status: 200, interims: [100] },
    loose: ["headers", "end"],
  },
  {
    id: "R53.chunked",
    title: "100 is sent for a body in chunks too",
    send: [
      { send: post("/hex", CHUNKED, "Expect: 100-continue") },
      { interims: 1 },
      { send: chunk("x") + LAST },
      { responses: 1 },
    ],
    expect: { status: 200, interims: [100], json: { hex: "78" } },
    loose: ["headers"],
  },
  {
    id: "R53.zero",
    title: "nor with Content-Length: 0",
    send: request("POST", "/echo", ["Expect: 100-continue"], ""),
    expect: { status: 200, interims: [], json: { body: "" } },
    after: "alive",
  },
];
