/** @hono/node-server as it comes: it replaces the global Request and Response. */
import { serve } from "@hono/node-server";
import { announce } from "./announce.mjs";
import { chosenHandler } from "./app.mjs";

serve({ port: 0, hostname: "127.0.0.1", fetch: chosenHandler() }, (addr) => announce(addr.port));
