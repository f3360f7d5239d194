/** Beside the types of Bun, whose Request, Response and WebSocket are of its own making. */
import { serve } from "everyserve";
import { serve as serveOnBun } from "everyserve/bun";

export const same: typeof serve = serveOnBun;
serveOnBun({ port: 0 }, async (request) => new Response(await request.text()));
serveOnBun(() => new Response(Bun.file("package.json")));
// @ts-expect-error Bun's own options are not ours
serveOnBun({ idleTimeout: 10 }, () => new Response());
export default serve(() => new Response(Bun.version));
