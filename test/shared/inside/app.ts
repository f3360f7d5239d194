/**
 * E01 without a framework: what counts as an app, and how its `fetch` is called.
 *
 * @module
 */
import type { ServeInfo, ServeOptions } from "../../../src/core/types.ts";
import { answerOf, hello, type InsideApi, type InsideCase, LOCAL } from "./case.ts";

const app = (): { name: string; port: number; fetch: (...given: unknown[]) => Response } => ({
  name: "app",
  // Not an option: other properties of an app are not read.
  port: -1,
  fetch(...given) {
    const [request, info] = given as [Request, ServeInfo];
    return Response.json([
      this.name,
      given.length,
      request instanceof Request,
      typeof info.waitUntil,
    ]);
  },
});
const EXPECT = { status: 200, body: '["app",2,true,"function"]' };
const local = ({ listens }: InsideApi): ServeOptions => (listens ? LOCAL : {});
class Own {
  name = "app";
  fetch(...given: unknown[]): Response {
    return app().fetch.apply({ name: this.name } as never, given);
  }
}

export const appCases: readonly InsideCase[] = [
  {
    id: "E01.second",
    title: "serve(app, options): fetch is called as a method with request and info",
    run: (api) => answerOf(api, api.serve(app(), local(api))),
    expect: EXPECT,
  },
  {
    id: "E01.alone",
    title: "serve(app)",
    run: async (api) => {
      // Its port is 8000, which may be taken; then that is what the error must say.
      try {
        return await answerOf(api, api.serve(app()));
      } catch (error) {
        return (error as { code?: string }).code === "EADDRINUSE" ? EXPECT : String(error);
      }
    },
    expect: EXPECT,
  },
  {
    id: "E01.first",
    title: "serve(options, app)",
    run: (api) => answerOf(api, api.serve(local(api), app())),
    expect: EXPECT,
  },
  {
    id: "E01.bag",
    title: "serve({ ...options, handler: app })",
    run: (api) => answerOf(api, api.serve({ ...local(api), handler: app() })),
    expect: EXPECT,
  },
  {
    id: "E01.prototype",
    title: "an instance whose fetch is on its prototype is an app",
    run: (api) => answerOf(api, api.serve(local(api), new Own())),
    expect: EXPECT,
  },
  {
    id: "E01.function",
    title: "a function with a fetch method is an app: fetch is called, not the function",
    run: (api) => {
      const callable = Object.assign(() => new Response("called plainly"), {
        fetch: () => new Response("fetched"),
      });
      return answerOf(api, api.serve(local(api), callable));
    },
    expect: { status: 200, body: "fetched" },
  },
  {
    id: "E01.own-handler",
    title: "an object with an own handler is a bag, whatever its fetch",
    run: (api) => {
      const bag = { ...local(api), handler: hello, fetch: () => new Response("fetched") };
      return answerOf(api, api.serve(bag));
    },
    expect: { status: 200, body: "hello" },
  },
  {
    id: "E01.throws",
    title: "what an app's fetch throws goes to onError",
    run: (api) => {
      const failingApp = { fetch: () => Promise.reject(new Error("by the app")) };
      const onError = (error: unknown): Response =>
        new Response((error as Error).message, { status: 503 });
      return answerOf(api, api.serve({ ...local(api), onError }, failingApp));
    },
    expect: { status: 503, body: "by the app" },
  },
];
