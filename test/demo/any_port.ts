/**
 * Stands in for the package where an example imports it: the same, but on a free port, which it
 * tells on stdout. Examples name their ports, and tests must not wait for those to be free.
 *
 * @module
 */
import { serve as original } from "everyserve";
import type { Addr, Handler, Server, ServeOptions } from "everyserve";

// All the rest as it is; the `serve` below takes the place of the package's.
export * from "everyserve";

const ANY_PORT: ServeOptions = {
  port: 0,
  hostname: "127.0.0.1",
  onListen(addr: Addr) {
    if (addr.transport === "tcp") console.log(JSON.stringify({ server: "main", port: addr.port }));
  },
};

/** `serve()` in the two forms that the examples use. */
export function serve(first: Handler | ServeOptions, second?: Handler | ServeOptions): Server {
  if (typeof first === "function") {
    return original(first, { ...(second as ServeOptions | undefined), ...ANY_PORT });
  }
  return original({ ...first, ...ANY_PORT }, second as Handler);
}
