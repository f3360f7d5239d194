/**
 * Routes that tell what the handler sees of a request.
 *
 * @module
 */
import type { ServeInfo } from "../../../src/core/types.ts";
import type { Route } from "./at.ts";
import { logOf, named } from "./at.ts";

/** Everything about a request as JSON; the answer to any path that has no route. */
export const echo: Route = async (request, info) => {
  const { method, url, body } = request;
  const headers = [...request.headers];
  return Response.json({
    method,
    url,
    headers,
    bodyIsNull: body === null,
    body: await request.text(),
    remote: { ...info.remoteAddr },
  });
};

/** The paths of this file. */
export const requestRoutes: Readonly<Record<string, Route>> = {
  "/runtime": () => Response.json(runtime()),
  "/copies": (request) => {
    const other = new Request(request.clone(), { method: "PUT" });
    const copies = [request, request.clone(), new Request(request), other];
    return Response.json(copies.map(({ method }) => method));
  },
  "/hex": async (request) => Response.json({ hex: hex(await request.arrayBuffer()) }),
  "/size": async (request) => Response.json({ size: (await request.arrayBuffer()).byteLength }),
  "/log": (_request, _info, at) => Response.json(logOf(at.key)),
  "/object": (request, info) => Response.json(objectOf(request, info)),
  "/cookies": (request) =>
    Response.json({ cookie: request.headers.get("cookie"), set: request.headers.getSetCookie() }),
  "/clone": cloneOf,
  "/discard": async (request) => {
    await request.body?.cancel();
    return new Response("discarded");
  },
  // Answers at once and lets the body be.
  "/ignore": () => new Response("ignored"),
};

function runtime(): { name: string; version: string } {
  const it = globalThis as unknown as {
    Bun?: { version: string };
    Deno?: { version: { deno: string } };
    process?: { versions: { node: string } };
    navigator?: { userAgent?: string };
  };
  // Bun, Deno and workerd have a `process` too.
  if (it.Bun !== undefined) return { name: "bun", version: it.Bun.version };
  if (it.Deno !== undefined) return { name: "deno", version: it.Deno.version.deno };
  if (it.navigator?.userAgent === "Cloudflare-Workers") return { name: "workerd", version: "" };
  return { name: "node", version: it.process?.versions.node ?? "" };
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function objectOf(request: Request, info: ServeInfo): unknown {
  let immutable = "no";
  try {
    request.headers.set("x-new", "1");
  } catch (error) {
    immutable = error instanceof TypeError ? "TypeError" : String(error);
  }
  return {
    immutable,
    refusals: [
      () => request.headers.set("x-kept", "no"),
      () => request.headers.append("x-new", "1"),
      () => request.headers.delete("x-kept"),
    ].map(refusalOf),
    kept: request.headers.get("x-kept"),
    added: request.headers.get("x-new"),
    sameHeaders: request.headers === request.headers,
    sameSignal: request.signal === request.signal,
    sameCompleted: info.completed === info.completed,
    cloneSignal: request.clone().signal === request.signal,
    isRequest: request instanceof Request,
    tag: Object.prototype.toString.call(request),
    mode: request.mode,
    credentials: request.credentials,
    cache: request.cache,
    referrer: request.referrer,
    referrerPolicy: request.referrerPolicy,
    integrity: request.integrity,
    keepalive: request.keepalive,
    remote: { ...info.remoteAddr },
  };
}

function refusalOf(change: () => void): string {
  try {
    change();
    return "none";
  } catch (error) {
    return (error as Error).message;
  }
}

async function cloneOf(request: Request): Promise<Response> {
  const copy = request.clone();
  const bodies = [await request.text(), await copy.text()];
  const again = await request.text().then(String, (error: unknown) => named(error).split(":")[0]);
  let cloneOfUsed = "made";
  try {
    request.clone();
  } catch (error) {
    cloneOfUsed = error instanceof TypeError ? "TypeError" : String(error);
  }
  const same = copy.url === request.url && copy.method === request.method;
  return Response.json({ bodies, same, again, cloneOfUsed });
}
