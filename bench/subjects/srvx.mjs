/** srvx; with the argument `fast`, its FastResponse in the global place as its guide shows. */
import process from "node:process";
import { FastResponse, serve } from "srvx";
import { announce } from "./announce.mjs";
import { chosenHandler } from "./app.mjs";

if (process.argv[3] === "fast") globalThis.Response = FastResponse;

const server = serve({
  port: 0,
  hostname: "127.0.0.1",
  silent: true,
  gracefulShutdown: false,
  fetch: chosenHandler(),
});
await server.ready();
announce(server.node.server.address().port);
