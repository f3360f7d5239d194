/**
 * A hello in one version of HTTP. Arguments: who answers, then `h1`, `h2c` or `h2` (over TLS); the
 * certificate comes in the environment. Who answers:
 *
 * - `ours`
 * - `raw`: node:http, or the streams of node:http2
 * - `compat`: the API of node:http2 that imitates node:http
 * - `detecting`: node:http, with what of ours tells HTTP/2 by its preface
 * - `peeking`: node:http, with the way that we do not go: the first bytes are read and put back
 */
import http from "node:http";
import http2 from "node:http2";
import process from "node:process";
import { announce } from "./announce.mjs";

const [, , subject, version] = process.argv;
const { BENCH_CERT: cert, BENCH_KEY: key } = process.env;
const files = version === "h2" ? { cert, key } : {};
const text = "Hello, World!";
const headers = { "content-type": "text/plain;charset=UTF-8", "content-length": text.length };

function listen(server) {
  server.listen(0, "127.0.0.1", () => announce(server.address().port));
}

function answer(_request, response) {
  response.writeHead(200, headers).end(text);
}

/** The same headers as node:http adds: it is what ours sends as well. */
function answerStream(stream) {
  stream.respond({ ":status": 200, ...headers });
  stream.end(text);
}

switch (subject) {
  case "ours": {
    const { serve } = await import("everyserve");
    const hello = () => new Response(text);
    const onListen = ({ port }) => announce(port);
    serve({ port: 0, hostname: "127.0.0.1", ...files, onListen }, hello);
    break;
  }
  case "raw":
    if (version === "h1") listen(http.createServer(answer));
    else {
      const server = version === "h2c" ? http2.createServer() : http2.createSecureServer(files);
      listen(server.on("stream", answerStream));
    }
    break;
  case "compat":
    listen(
      version === "h2c"
        ? http2.createServer(answer)
        : http2.createSecureServer({ ...files, allowHTTP1: true }, answer),
    );
    break;
  case "detecting": {
    const preface = new URL("../../src/adapters/node/http1/preface.ts", import.meta.url);
    const { beganWithPreface } = await import(preface.href);
    const server = http.createServer(answer);
    server.on("clientError", (error, socket) => {
      if (beganWithPreface(error, socket)) http2.performServerHandshake(socket);
      else socket.destroy();
    });
    listen(server);
    break;
  }
  case "peeking": {
    const server = http.createServer(answer);
    const [accept] = server.listeners("connection");
    server.removeAllListeners("connection");
    server.on("connection", (socket) => {
      socket.once("readable", () => {
        const first = socket.read();
        if (first === null) return;
        socket.unshift(first);
        if (first[0] === 0x50 && first.toString("latin1", 0, 3) === "PRI") socket.destroy();
        else accept.call(server, socket);
      });
    });
    listen(server);
  }
}
