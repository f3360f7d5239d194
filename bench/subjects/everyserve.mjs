/**
 * Ours, by its public name: the `exports` of package.json pick the adapter of the runtime.
 * Arguments: scenario, then `strict` for the mode that hands out genuine platform objects, or `off`
 * for no automatic compression, or `unbounded` for no timeouts and limits.
 */
import process from "node:process";
import { announce, skip } from "./announce.mjs";
import { chosenHandler } from "./app.mjs";

// Taken before the package is loaded, so that it is the platform's own whatever we install later.
const urlOf = Object.getOwnPropertyDescriptor(Request.prototype, "url").get;
const handler = chosenHandler();
const strict = process.argv[3] === "strict";
const off = process.argv[3] === "off";
const unbounded = process.argv[3] === "unbounded";
const probe = process.argv[4] === "probe";

const { serve } = await import("everyserve").catch((error) =>
  skip(`everyserve cannot be loaded; has it been built? (${String(error.message).split("\n")[0]})`),
);

const noBounds = {
  timeouts: { headers: Infinity, request: Infinity, idle: Infinity },
  limits: { headerCount: Infinity, discard: Infinity },
};

/** An option that a server does not know is ignored: only what the handler gets can tell. */
function probeStrict(request) {
  try {
    urlOf.call(request);
    return new Response("genuine");
  } catch {
    return new Response("stand-in");
  }
}

serve(
  {
    port: 0,
    hostname: "127.0.0.1",
    ...(strict ? { strict: true } : {}),
    ...(off ? { automaticCompression: false } : {}),
    ...(unbounded ? noBounds : {}),
    onListen: async (addr) => {
      if (!probe) return announce(addr.port);
      const answer = await (await fetch(`http://127.0.0.1:${addr.port}/`)).text();
      if (answer !== "genuine") skip("the option `strict` is not honoured yet");
      announce(addr.port);
    },
  },
  probe ? probeStrict : handler,
);
