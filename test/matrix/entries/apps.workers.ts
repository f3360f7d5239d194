/**
 * The apps of real frameworks on workerd: an entrypoint for each form of `serve()`.
 *
 * @module
 */
import { CloudflareAdapter } from "elysia/adapter/cloudflare-worker";
import { serve, type App, type Server } from "everyserve";
import { APPS, elysia as elysiaApp } from "../apps/apps.ts";

/** An app that cannot be served fails its own rows, not those of the others. */
function served(name: keyof typeof APPS, start: (app: App) => Server = first): Server {
  const make = name === "elysia" ? () => elysiaApp({ adapter: CloudflareAdapter }) : APPS[name];
  try {
    return start(make());
  } catch (error) {
    return serve(() => new Response(String(error), { status: 500 }));
  }
}

const OPTIONS = { automaticCompression: false };
const first = (app: App): Server => serve(app, OPTIONS);
const second = (app: App): Server => serve(OPTIONS, app);
const bag = (app: App): Server => serve({ ...OPTIONS, handler: app });

export const hono: Server = served("hono");
export const honoSecond: Server = served("hono", second);
export const honoBag: Server = served("hono", bag);
export const h3: Server = served("h3");
export const h3Second: Server = served("h3", second);
export const h3Bag: Server = served("h3", bag);
export const itty: Server = served("itty");
export const ittySecond: Server = served("itty", second);
export const ittyBag: Server = served("itty", bag);
export const elysia: Server = served("elysia");
export const elysiaSecond: Server = served("elysia", second);
export const elysiaBag: Server = served("elysia", bag);
export const whatwg: Server = served("whatwg");
export const whatwgSecond: Server = served("whatwg", second);
export const whatwgBag: Server = served("whatwg", bag);
export const yoga: Server = served("yoga");
export const yogaSecond: Server = served("yoga", second);
export const yogaBag: Server = served("yoga", bag);
export default hono;
