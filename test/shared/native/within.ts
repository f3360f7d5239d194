/**
 * One request to a handler of a row, in the mode that the row runs in.
 *
 * @module
 */
import type { Handler, ServeInfo, ServeOptions } from "../../../src/core/types.ts";
import { type InsideApi, type InsideCase, LOCAL, urlOf, withServer } from "../inside/case.ts";

/** What the client sends. */
export interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>> | readonly (readonly [string, string])[];
  readonly body?: BodyInit;
}

/** The options of a server in the mode of the row. */
export function optionsOf({ listens, strict }: InsideApi): ServeOptions {
  return listens ? { ...LOCAL, strict } : { strict };
}

/** One exchange with a server whose handler is this one. */
export async function exchange(
  api: InsideApi,
  handler: Handler,
  sent: Sent = {},
): Promise<Response> {
  const { path = "/path?q=1", method, headers, body } = sent;
  const init: RequestInit = {
    method: method ?? (body === undefined ? "GET" : "POST"),
    ...(headers === undefined ? {} : { headers: headers as HeadersInit }),
    ...(body === undefined ? {} : { body }),
  };
  const server = api.serve(optionsOf(api), handler);
  const { Request: NativeRequest, Response: NativeResponse, fetch: nativeFetch } = api.natives;
  if (!api.listens) {
    // The platform tells the length of a body by a header.
    const request = new NativeRequest(`http://localhost${path}`, init);
    if (body === undefined) return server.fetch(request);
    const bytes = await request.arrayBuffer();
    const complete = new NativeRequest(request.url, {
      ...init,
      headers: request.headers,
      body: bytes,
    });
    complete.headers.set("content-length", String(bytes.byteLength));
    return server.fetch(complete);
  }
  return withServer(server, async () => {
    const response = await nativeFetch(urlOf(server, path), init);
    // Read before the server ends.
    const bytes = await response.arrayBuffer();
    const { status, statusText } = response;
    const nothing = bytes.byteLength === 0;
    return new NativeResponse(nothing ? null : bytes, {
      status,
      statusText,
      headers: response.headers,
    });
  });
}

/** What `probe` made of the request that the handler got. */
export async function within(
  api: InsideApi,
  probe: (request: Request, info: ServeInfo) => unknown,
  sent: Sent = {},
): Promise<unknown> {
  let outcome: { value: unknown } | { error: unknown } | undefined;
  await exchange(
    api,
    async (request, info) => {
      try {
        outcome = { value: await probe(request, info) };
      } catch (error) {
        outcome = { error };
      }
      return new Response("seen");
    },
    sent,
  );
  if (outcome === undefined) throw new Error("The handler was not called");
  if ("error" in outcome) throw outcome.error;
  return outcome.value;
}

/** A row whose value is what a probe saw. */
export function sees(
  id: string,
  title: string,
  probe: (request: Request, api: InsideApi) => unknown,
  expect: unknown,
  sent: Sent = {},
): InsideCase {
  return {
    id: `E09.${id}`,
    title,
    run: (api) => within(api, (request) => probe(request, api), sent),
    expect,
  };
}

/** A row about what a handler may construct; it runs in a handler too, where the classes are ours. */
export function makes(
  id: string,
  title: string,
  probe: (api: InsideApi) => unknown,
  expect: unknown,
): InsideCase {
  return sees(id, title, (_request, api) => probe(api), expect);
}

/** The name of the error of a call, or what it gave, as text. */
export async function outcomeOf(call: () => unknown): Promise<string> {
  try {
    return `gives ${String(await call())}`;
  } catch (error) {
    // The class counts: a DOMException has names of its own.
    const type = [RangeError, SyntaxError, TypeError].find((known) => error instanceof known);
    return `throws ${type?.name ?? (error as Error).name}`;
  }
}

/** The own keys of an object that a genuine one has not: runtimes keep state under symbols. */
export function ownKeys(object: object, genuine: object): string[] {
  const known = new Set(Object.getOwnPropertySymbols(genuine).map(String));
  return Reflect.ownKeys(object)
    .filter((key) => typeof key === "string" || !known.has(String(key)))
    .map(String);
}

/** Every name that for-in meets. */
export function namesIn(object: object): string[] {
  const names: string[] = [];
  for (const name in object) names.push(name);
  return names.toSorted();
}

/** A multipart body, as a client writes it. */
export const MULTIPART: Sent = {
  headers: { "content-type": "multipart/form-data; boundary=xx" },
  body: [
    "--xx",
    'Content-Disposition: form-data; name="a"',
    "",
    "1",
    "--xx",
    'Content-Disposition: form-data; name="f"; filename="f.txt"',
    "Content-Type: text/plain",
    "",
    "content",
    "--xx--",
    "",
  ].join("\r\n"),
};
