/**
 * Ways to answer "Hello, World!" with node:http, each in a process of its own: what of its cost
 * can be avoided, and by what. Names that begin with "x" reach into what Node does not document; they are here to
 * show what there is to gain, not as a recommendation.
 */
import { IncomingMessage, ServerResponse, STATUS_CODES } from "node:http";

const body = "Hello, World!";
const bytes = Buffer.from(body);
const type = "text/plain;charset=UTF-8";
const flat = ["content-type", type, "content-length", "13"];

let date = "";
function cachedDate() {
  if (date === "") {
    date = new Date().toUTCString();
    setTimeout(() => (date = ""), 1000 - (Date.now() % 1000)).unref();
  }
  return date;
}

/** The head as Node writes it. */
function head(status, headers) {
  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`;
  for (let i = 0; i < headers.length; i += 2) text += `${headers[i]}: ${headers[i + 1]}\r\n`;
  text += `Date: ${cachedDate()}\r\n`;
  return `${text}Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\n`;
}

function answer(response) {
  response.writeHead(200, flat);
  response.end(body);
}

const lean = { host: "127.0.0.1" };

function noop() {}

/** One write of our own; Node's listener on "finish" does the rest. */
function oneWrite(response) {
  const { socket } = response;
  const header = head(200, flat);
  response._header = header;
  response._headerSent = true;
  response.finished = true;
  return socket.write(header + body, "latin1");
}

export const variants = {
  object: (_request, response) => {
    response.writeHead(200, { "content-type": type, "content-length": 13 });
    response.end(body);
  },
  flat: (_request, response) => answer(response),
  "flat-reason": (_request, response) => {
    response.writeHead(200, "OK", flat);
    response.end(body);
  },
  "set-header": (_request, response) => {
    response.setHeader("content-type", type);
    response.setHeader("content-length", 13);
    response.end(body);
  },
  "no-length": (_request, response) => {
    response.writeHead(200, ["content-type", type]);
    response.end(body);
  },
  "end-latin1": (_request, response) => {
    response.writeHead(200, flat);
    response.end(body, "latin1");
  },
  "end-buffer": (_request, response) => {
    response.writeHead(200, flat);
    response.end(bytes);
  },
  "write-end": (_request, response) => {
    response.writeHead(200, flat);
    response.write(body);
    response.end();
  },
  "end-callback": (_request, response) => {
    response.writeHead(200, flat);
    response.end(body, noop);
  },
  "no-date": (_request, response) => {
    response.sendDate = false;
    answer(response);
  },
  "own-date": (_request, response) => {
    response.writeHead(200, [...flat, "date", cachedDate()]);
    response.end(body);
  },
  "on-close": (_request, response) => {
    response.on("close", noop);
    answer(response);
  },
  "on-close-x3": (request, response) => {
    response.on("close", noop);
    response.on("error", noop);
    request.on("error", noop);
    answer(response);
  },
  "read-headers": (request, response) => {
    if (request.headers.host === undefined) throw new Error("no host");
    answer(response);
  },
  "raw-headers": (request, response) => {
    if (request.rawHeaders.length === 0) throw new Error("no headers");
    answer(response);
  },
  async: async (_request, response) => answer(response),
  "async-await": async (_request, response) => {
    await undefined;
    answer(response);
  },
  then: (_request, response) => {
    Promise.resolve(response).then(answer);
  },
  "abort-controller": (_request, response) => {
    response.abortion = new AbortController();
    answer(response);
  },
  "abort-signal": (_request, response) => {
    response.abortion = new AbortController().signal;
    answer(response);
  },
  "remote-address": (request, response) => {
    if (request.socket.remoteAddress === undefined) throw new Error("no address");
    answer(response);
  },
  "flush-cork": (_request, response) => {
    response.cork();
    answer(response);
    response.uncork();
  },
  "optimize-empty": { options: { optimizeEmptyRequests: true }, listener: (_q, s) => answer(s) },
  "no-idle-timer": { options: { keepAliveTimeout: 0 }, listener: (_q, s) => answer(s) },
  "no-checks": {
    options: { requestTimeout: 0, headersTimeout: 0, connectionsCheckingInterval: 2 ** 30 },
    listener: (_q, s) => answer(s),
  },
  "no-host-check": { options: { requireHostHeader: false }, listener: (_q, s) => answer(s) },
  "x-lean-headers": {
    // Node reads `host`, `expect` and `te` of every request, which makes it build `headers`.
    options: {
      IncomingMessage: class Lean extends IncomingMessage {
        get headers() {
          return lean;
        }
        set headers(_value) {}
      },
    },
    listener: (_q, s) => answer(s),
  },
  "own-classes": {
    options: { ServerResponse: class Own extends ServerResponse {} },
    listener: (_q, s) => answer(s),
  },
  "public-best": {
    options: { optimizeEmptyRequests: true, keepAliveTimeout: 0 },
    listener: (_request, response) => {
      response.writeHead(200, "OK", flat);
      response.end(body, "latin1");
    },
  },
  "x-header": (_request, response) => {
    response._header = head(200, flat);
    response._contentLength = 13;
    response.end(body, "latin1");
  },
  "x-one-write": (_request, response) => {
    const done = () => response.emit("finish");
    const { socket } = response;
    const header = head(200, flat);
    response._header = header;
    response._headerSent = true;
    response.finished = true;
    socket.write(header + body, "latin1", done);
  },
  "x-finish-now": (_request, response) => {
    oneWrite(response);
    response.emit("finish");
  },
  "x-finish-now-empty": {
    options: { optimizeEmptyRequests: true },
    listener: (_request, response) => {
      oneWrite(response);
      response.emit("finish");
    },
  },
  "x-finish-now-all": {
    options: { optimizeEmptyRequests: true, keepAliveTimeout: 0 },
    listener: (_request, response) => {
      oneWrite(response);
      response.emit("finish");
    },
  },
  // The floor: no HTTP at all, a constant for whatever arrives.
  net: {
    connection: (socket) => {
      const constant = `${head(200, flat)}${body}`;
      socket.on("data", () => socket.write(constant, "latin1"));
      socket.on("error", noop);
    },
  },
};
