/**
 * The apps of real frameworks on workerd: one entrypoint each.
 *
 * @module
 */
import { CloudflareAdapter } from "elysia/adapter/cloudflare-worker";
import { serve, type App, type Server } from "everyserve";
import { APPS, elysia as elysiaApp } from "../apps/apps.ts";

/** An app that cannot be served fails its own rows, not those of the others. */
function served(name: keyof typeof APPS, make: () => App = APPS[name]): Server {
  try {
    return serve(make(), { automaticCompression: false });
  } catch (error) {
    return serve(() => new Response(String(error), { status: 500 }));
  }
}

export const hono: Server = served("hono");
export const h3: Server = served("h3");
export const itty: Server = served("itty");
export const elysia: Server = served("elysia", () => elysiaApp({ adapter: CloudflareAdapter }));
export const whatwg: Server = served("whatwg");
export const yoga: Server = served("yoga");
export default hono;
