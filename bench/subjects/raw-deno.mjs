/** The control on Deno: its own server. */
import { announce } from "./announce.mjs";
import { chosenHandler } from "./app.mjs";

Deno.serve(
  { port: 0, hostname: "127.0.0.1", onListen: (addr) => announce(addr.port) },
  chosenHandler(),
);
