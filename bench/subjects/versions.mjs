/**
 * A hello in one version of HTTP. Arguments: `ours` or `raw`, then `h1`, `h2c` or `h2` (over TLS);
 * the certificate comes in the environment.
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

if (subject === "ours") {
  const { serve } = await import("everyserve");
  const hello = () => new Response(text);
  serve(
    { port: 0, hostname: "127.0.0.1", ...files, onListen: ({ port }) => announce(port) },
    hello,
  );
} else {
  const server =
    version === "h1"
      ? http.createServer((_request, response) => response.writeHead(200, headers).end(text))
      : version === "h2c"
        ? http2.createServer()
        : http2.createSecureServer(files);
  server.on("stream", (stream) => {
    stream.respond({ ":status": 200, ...headers });
    stream.end(text);
  });
  server.listen(0, "127.0.0.1", () => announce(server.address().port));
}
