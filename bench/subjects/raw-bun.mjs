/** The control on Bun: its own server. */
import { announce } from "./announce.mjs";
import { chosenHandler } from "./app.mjs";

const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  development: false,
  fetch: chosenHandler(),
});
announce(server.port);
