/** With the types of a browser alone, and the plainest settings. */
import { serve } from "everyserve";

export const server = serve((request) => new Response(request.url));
/** The adapters' declarations need nothing of their runtimes either. */
export type Servers = [
  import("everyserve/node").Server,
  import("everyserve/bun").Server,
  import("everyserve/deno").Server,
  import("everyserve/workers").Server,
];
export const all: Servers = [server, server, server, server];
// @ts-expect-error nothing of Node comes in with the package's declarations
process.exit();
// @ts-expect-error nor of Bun
Bun.version;
// @ts-expect-error nor of Deno
Deno.version;
// @ts-expect-error nor of Workers
new WebSocketPair();
