/** Beside the types of Workers, where the server is the module's default export. */
import { serve } from "everyserve";
import { serve as serveOnWorkers } from "everyserve/workers";

interface Env {
  KEY: string;
}

export const same: typeof serve = serveOnWorkers;
const server = serveOnWorkers((_request, info) => new Response((info.env as Env).KEY));
export default server satisfies ExportedHandler<Env>;
// @ts-expect-error a handler returns a Response here, too
serveOnWorkers(() => 42);
