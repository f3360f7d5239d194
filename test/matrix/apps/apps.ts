/**
 * The apps, written as the documentation of each framework does.
 *
 * @module
 */
import { createServerAdapter } from "@whatwg-node/server";
import { Elysia, t } from "elysia";
import { createSchema, createYoga } from "graphql-yoga";
import { upgradeWebSocket } from "everyserve";
import { H3, redirect, setCookie as setH3Cookie } from "h3";
import { Hono } from "hono";
import { setCookie } from "hono/cookie";
import { AutoRouter, type IRequest } from "itty-router";
import type { App, ServeInfo } from "../../../src/core/types.ts";
import type { APP_NAMES } from "./cases.ts";

const stream = (): ReadableStream<Uint8Array<ArrayBuffer>> =>
  new ReadableStream({
    async start(controller) {
      for (const text of ["one,", "two"]) {
        await new Promise((resolve) => setTimeout(resolve, 2));
        controller.enqueue(new TextEncoder().encode(text));
      }
      controller.close();
    },
  });

const made = (value: string | null | undefined): Response =>
  new Response("made", { status: 201, headers: { "x-got": value ?? "" } });

const told = (info: unknown): { transport: string; waitUntil: string } => {
  const { remoteAddr, waitUntil } = info as ServeInfo;
  return { transport: remoteAddr.transport, waitUntil: typeof waitUntil };
};

/** A WebSocket that says everything back. */
function chat(request: Request): Response {
  const { socket, response } = upgradeWebSocket(request);
  socket.onmessage = ({ data }) => socket.send(`echo ${String(data)}`);
  return response;
}

const fail = (): never => {
  throw new Error("thrown");
};

const COOKIES = ["a=1; Path=/", "b=2; Path=/; HttpOnly"];
const cookies = (): Response =>
  new Response("set", { headers: COOKIES.map((cookie) => ["set-cookie", cookie]) });
const there = (location: string): Response =>
  new Response(null, { status: 302, headers: { location } });

/** What came of a form with a field and a file. */
const uploaded = async (form: FormData): Promise<object> => {
  const file = form.get("file") as File;
  return { a: form.get("a"), name: file.name, text: await file.text() };
};

function hono(): App {
  const app = new Hono<{ Bindings: ServeInfo }>();
  app.get("/hello", (c) => c.text("hello"));
  app.get("/user/:id", (c) => c.json({ id: c.req.param("id"), q: c.req.query("q") }));
  app.post("/echo", async (c) => c.json({ got: (await c.req.json()) as unknown }));
  app.get("/stream", (c) => c.body(stream()));
  app.get("/header", (c) => made(c.req.header("x-sent")));
  app.get("/info", (c) => c.json(told(c.env)));
  app.get("/throw", fail);
  app.get("/redirect", (c) => c.redirect("/hello"));
  app.get("/cookies", (c) => {
    setCookie(c, "a", "1", { path: "/" });
    setCookie(c, "b", "2", { path: "/", httpOnly: true });
    return c.text("set");
  });
  app.post("/upload", async (c) => c.json(await uploaded(await c.req.formData())));
  app.get("/socket", (c) => chat(c.req.raw));
  return app;
}

function h3(): App {
  const app = new H3();
  app.get("/hello", () => "hello");
  app.get("/user/:id", (event) => ({
    id: event.context.params?.["id"],
    q: event.url.searchParams.get("q"),
  }));
  app.post("/echo", async (event) => ({ got: (await event.req.json()) as unknown }));
  app.get("/stream", () => stream());
  app.get("/header", (event) => made(event.req.headers.get("x-sent")));
  app.get("/throw", fail);
  app.get("/redirect", () => redirect("/hello"));
  app.get("/cookies", (event) => {
    setH3Cookie(event, "a", "1", { path: "/" });
    setH3Cookie(event, "b", "2", { path: "/", httpOnly: true });
    return "set";
  });
  app.post("/upload", async (event) => uploaded(await event.req.formData()));
  app.get("/socket", (event) => chat(event.req));
  return app;
}

function itty(): App {
  const router = AutoRouter();
  router
    .get("/hello", () => new Response("hello"))
    .get("/user/:id", ({ params, query }: IRequest) => ({ id: params["id"], q: query["q"] }))
    // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- no Express
    .post("/echo", async (request: IRequest) => ({ got: (await request.json()) as unknown }))
    .get("/stream", () => new Response(stream()))
    .get("/header", (request: IRequest) => made(request.headers.get("x-sent")))
    .get("/info", (_request: IRequest, info: ServeInfo) => told(info))
    .get("/throw", fail)
    .get("/redirect", () => there("/hello"))
    .get("/cookies", cookies)
    // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- no Express
    .post("/upload", async (request: IRequest) => uploaded(await request.formData()))
    // A handler of an AutoRouter gets a Proxy of the request.
    .get("/socket", (request: IRequest) => chat(request as unknown as Request));
  return router;
}

/** On Workers Elysia has an adapter of its own and is compiled beforehand: strings cannot be run as code there. */
export function elysia(options: ConstructorParameters<typeof Elysia>[0] = {}): App {
  const app = new Elysia(options)
    .get("/hello", () => "hello")
    .get("/user/:id", ({ params, query }) => ({ id: params.id, q: query["q"] }))
    .post("/echo", ({ body }) => ({ got: body }))
    .get("/stream", () => new Response(stream()))
    .get("/header", ({ request }) => made(request.headers.get("x-sent")))
    .get("/throw", fail)
    // Absolute: Response.redirect(), which it calls, takes nothing else but on Bun.
    .get("/redirect", ({ request, redirect: go }) => go(new URL("/hello", request.url).href))
    .get("/cookies", ({ cookie: { a, b } }) => {
      a!.set({ value: "1", path: "/" });
      b!.set({ value: "2", path: "/", httpOnly: true });
      return "set";
    })
    .post(
      "/upload",
      async ({ body: { a, file } }) => ({ a, name: file.name, text: await file.text() }),
      { body: t.Object({ a: t.String(), file: t.File() }) },
    )
    .get("/socket", ({ request }) => chat(request));
  return options.adapter === undefined ? app : app.compile();
}

function whatwg(): App {
  return createServerAdapter<ServeInfo>(async (request, info) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/hello") return new Response("hello");
    if (pathname.startsWith("/user/"))
      return Response.json({ id: pathname.slice(6), q: searchParams.get("q") });
    if (pathname === "/echo") return Response.json({ got: (await request.json()) as unknown });
    if (pathname === "/stream") return new Response(stream());
    if (pathname === "/header") return made(request.headers.get("x-sent"));
    if (pathname === "/info") return Response.json(told(info));
    if (pathname === "/throw") return fail();
    if (pathname === "/redirect") return there("/hello");
    if (pathname === "/cookies") return cookies();
    if (pathname === "/upload") return Response.json(await uploaded(await request.formData()));
    if (pathname === "/socket") return chat(request);
    return new Response(null, { status: 404 });
  });
}

function yoga(): App {
  return createYoga<ServeInfo>({
    schema: createSchema<ServeInfo>({
      typeDefs: "type Query { hello(name: String): String, transport: String }",
      resolvers: {
        Query: {
          hello: (_root: unknown, { name }: { name?: string }) => `hello ${name ?? "nobody"}`,
          transport: (_root: unknown, _args: unknown, context: ServeInfo) =>
            context.remoteAddr.transport,
        },
      },
    }),
    logging: false,
  });
}

/** Name → app. */
export const APPS: Readonly<Record<(typeof APP_NAMES)[number], () => App>> = {
  hono,
  h3,
  itty,
  elysia,
  whatwg,
  yoga,
};
