/**
 * The apps of real frameworks on a host that listens, a server for each form of `serve()`.
 *
 * @module
 */
import { serve, type ServeOptions } from "everyserve";
import { APPS } from "../apps/apps.ts";

const tell = (server: string, port: number): void => console.log(JSON.stringify({ server, port }));

/** The options of a server, which tells its port under its name. */
const named = (server: string): ServeOptions => ({
  port: 0,
  hostname: "127.0.0.1",
  automaticCompression: false,
  onListen: (addr) => tell(server, addr.transport === "tcp" ? addr.port : 0),
});

function attempt(server: string, start: (options: ServeOptions) => unknown): void {
  try {
    start(named(server));
  } catch (error) {
    // Its rows fail, those of the others do not.
    console.error(server, error);
    tell(server, 0);
  }
}

for (const [name, make] of Object.entries(APPS)) {
  attempt(name, (options) => serve(make(), options));
  attempt(`${name}Second`, (options) => serve(options, make()));
  attempt(`${name}Bag`, (options) => serve({ ...options, handler: make() }));
}
