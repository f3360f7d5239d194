/**
 * @whatwg-node/server on node:http: with its ponyfill, which is its default (and then with the
 * classes of @whatwg-node/fetch in the handler, as its guide shows), or `native`.
 */
import { createServer } from "node:http";
import { createRequire } from "node:module";
import process from "node:process";
import { announce, skip } from "./announce.mjs";
import { chosenHandler } from "./app.mjs";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 15)) skip("@whatwg-node/server needs Node 22.15");

const { createServerAdapter } = await import("@whatwg-node/server");
const { Request, Response, Headers, ReadableStream, TransformStream, WritableStream } = globalThis;
const { Blob, File, FormData, URL, URLSearchParams, TextEncoder, TextDecoder, fetch } = globalThis;
const native = {
  Request,
  Response,
  Headers,
  ReadableStream,
  TransformStream,
  WritableStream,
  Blob,
  File,
  FormData,
  URL,
  URLSearchParams,
  TextEncoder,
  TextDecoder,
  fetch,
};

let options = {};
if (process.argv[3] === "native") {
  // An explicit object: the globals are not enumerable, so `fetchAPI: globalThis` copies nothing.
  options = { fetchAPI: native };
} else {
  const ponyfill = createRequire(import.meta.resolve("@whatwg-node/server"))("@whatwg-node/fetch");
  globalThis.Response = ponyfill.Response;
  globalThis.ReadableStream = ponyfill.ReadableStream;
}

const server = createServer(createServerAdapter(chosenHandler(), options));
server.listen(0, "127.0.0.1", () => announce(server.address().port));
