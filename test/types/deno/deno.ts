/** Beside the types of Deno. */
import { serve, upgradeWebSocket, type Handler } from "everyserve";
import { serve as serveOnDeno } from "everyserve/deno";

export const same: typeof serve = serveOnDeno;
// A handler written for Deno.serve is one of ours, and the other way round where it needs less.
const theirs: (request: Request) => Response | Promise<Response> = () =>
  new Response(Deno.version.deno);
serveOnDeno(theirs);
const ours: Handler = (request) => upgradeWebSocket(request).response;
// @ts-expect-error our info tells more than Deno's
Deno.serve(ours);
export default serve(ours);
