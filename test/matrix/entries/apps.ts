/**
 * The apps of real frameworks on a host that listens, one server each.
 *
 * @module
 */
import { serve } from "everyserve";
import { APPS } from "../apps/apps.ts";

for (const [server, make] of Object.entries(APPS)) {
  const tell = (port: number): void => console.log(JSON.stringify({ server, port }));
  try {
    serve(make(), {
      port: 0,
      hostname: "127.0.0.1",
      automaticCompression: false,
      onListen: (addr) => tell(addr.transport === "tcp" ? addr.port : 0),
    });
  } catch (error) {
    // Its rows fail, those of the others do not.
    console.error(server, error);
    tell(0);
  }
}
