/** The control: `node:http` by hand, as its documentation teaches it, with the same answers. */
import { createServer } from "node:http";
import process from "node:process";
import { announce } from "./announce.mjs";

const chunk = Buffer.alloc(16 * 1024, 97);
const text = "text/plain;charset=UTF-8";

const listeners = {
  hello: (_request, response) => {
    const body = "Hello, World!";
    response.writeHead(200, { "content-type": text, "content-length": Buffer.byteLength(body) });
    response.end(body);
  },

  json: (request, response) => {
    const url = new URL(request.url, `http://${request.headers.host}`);
    const body = JSON.stringify({
      path: url.pathname,
      page: url.searchParams.get("page"),
      accept: request.headers.accept,
      authorization: request.headers.authorization,
    });
    response.writeHead(200, {
      "content-type": "application/json",
      "cache-control": "no-store",
      "content-length": Buffer.byteLength(body),
    });
    response.end(body);
  },

  echo: (request, response) => {
    const received = [];
    request.on("data", (data) => received.push(data));
    request.on("end", () => {
      const body = Buffer.concat(received).toString("utf8");
      response.writeHead(200, { "content-type": text, "content-length": Buffer.byteLength(body) });
      response.end(body);
    });
  },

  stream: (_request, response) => {
    let left = 16;
    response.writeHead(200, { "content-type": "application/octet-stream" });
    const pump = () => {
      while (left > 0) {
        left -= 1;
        if (!response.write(chunk) && left > 0) {
          response.once("drain", pump);
          return;
        }
      }
      response.end();
    };
    pump();
  },
};

const server = createServer(listeners[process.argv[2]]);
server.listen(0, "127.0.0.1", () => announce(server.address().port));
