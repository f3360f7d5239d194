/**
 * `/respond`: a response made from the query. `of` is the kind of body, `status`, `statusText`,
 * `h=name:value` (repeatable), `drop=name` removes a header that the constructor set.
 *
 * @module
 */
import type { At, Route } from "./at.ts";
import { sleep } from "./at.ts";

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** The kinds of body that a Response can be made from. */
export const BODIES: Readonly<Record<string, () => BodyInit | null | undefined>> = {
  string: () => "héllo",
  ascii: () => "hello",
  empty: () => "",
  bytes: () => encode("hello"),
  arrayBuffer: () => encode("hello").buffer,
  dataView: () => new DataView(encode("--hello--").buffer, 2, 5),
  subarray: () => encode("--hello--").subarray(2, 7),
  params: () => new URLSearchParams({ a: "1", b: "ü" }),
  blob: () => new Blob(["hello"], { type: "text/x-test" }),
  untyped: () => new Blob(["hello"]),
  largeUntyped: () => new Blob([new Uint8Array(100_000)]),
  largeBytes: () => new Uint8Array(100_000),
  largeText: () => "x".repeat(100_000),
  form: () => {
    const form = new FormData();
    form.set("a", "1");
    return form;
  },
  null: () => null,
  undefined: () => undefined,
  stream: () => streamOf(["one,", "two,", "three"]),
  oneChunk: () => streamOf(["one"]),
  emptyStream: () => streamOf([]),
  zeroChunks: () => streamOf(["", "one", "", "two", ""]),
  oneByteChunk: () =>
    new ReadableStream({
      type: "bytes",
      start(controller) {
        controller.enqueue(encode("one"));
        controller.close();
      },
    }),
  byteStream: () =>
    new ReadableStream({
      type: "bytes",
      start(controller) {
        for (const text of ["one,", "two,", "three"]) controller.enqueue(encode(text));
        controller.close();
      },
    }),
  tee: () => streamOf(["one,", "two,", "three"]).tee()[0],
  iterable: () => streamFrom(["one,", "two,", "three"]),
  transform: () => streamOf(["one,", "two,", "three"]).pipeThrough(new TransformStream()),
  surrogate: () => "a\ud800b",
  wide: () => "\u{1f600}",
  uint16: () => new Uint16Array(encode("hi").buffer),
  noBytes: () => new Uint8Array(),
  slow: () => slowly(["one,", "two,", "three"]),
};

/** The paths of this file. */
export const responseRoutes: Readonly<Record<string, Route>> = {
  "/ok": () => new Response("ok"),
  "/hello": () => new Response("Hello, World!"),
  "/async": async () => {
    await sleep(5);
    return new Response("Hello, World!");
  },
  "/inspect": inspect,
  "/json404": () => {
    const body = JSON.stringify({ message: "NOT FOUND" });
    return new Response(body, {
      status: 404,
      headers: { "content-type": "application/json; charset=utf-8", "x-page": "example" },
    });
  },
  "/json": () => Response.json({ ok: true }),
  "/respond": respond,
  "/duplex": (request) => new Response(request.body),
  "/wait": async (_request, _info, at) => {
    await sleep(Number(at.query("ms", "20")));
    return new Response(at.query("say", "waited"));
  },
  "/mutated": (_request, _info, at) => {
    const response = new Response("ok", { headers: { "x-gone": "1" } });
    response.headers.set(at.query("name", "x-late"), at.query("value", "yes"));
    return at.query("how") === "late" ? later(response) : response;
  },
  "/chunked-pattern": (_request, _info, at) => {
    const size = Number(at.query("size"));
    const whole = pattern(size * Number(at.query("count")));
    let sent = 0;
    return new Response(
      new ReadableStream({
        pull(controller) {
          if (sent === whole.byteLength) controller.close();
          else controller.enqueue(whole.slice(sent, (sent += size)));
        },
      }),
    );
  },
  "/big": (_request, _info, at) => {
    const size = Number(at.query("size", "1000"));
    return new Response(pattern(size));
  },
};

/** What the query says of headers and status. */
export function initOf(at: At): ResponseInit {
  const headers = new Headers();
  const given = at.url.searchParams.getAll("h");
  for (const line of given) {
    const colon = line.indexOf(":");
    headers.append(line.slice(0, colon), line.slice(colon + 1));
  }
  const init: ResponseInit = given.length > 0 ? { headers } : {};
  if (at.query("status") !== "") init.status = Number(at.query("status"));
  if (at.query("statusText") !== "") init.statusText = at.query("statusText");
  return init;
}

function respond(...[, , at]: Parameters<Route>): Response {
  const kind = at.query("of", "ascii");
  const make = BODIES[kind];
  if (make === undefined) throw new RangeError(`no body of kind "${kind}"`);
  const response = new Response(make(), initOf(at));
  for (const name of at.url.searchParams.getAll("drop")) response.headers.delete(name);
  return response;
}

async function later(response: Response): Promise<Response> {
  await sleep(2);
  const { headers } = response;
  headers.delete("x-gone");
  headers.append("set-cookie", "a=1");
  headers.append("set-cookie", "b=2");
  headers.set("content-type", "text/x-own");
  return response;
}

/** The page's "Inspecting the incoming request". */
async function inspect(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const seen: Record<string, unknown> = {
    method: request.method,
    path: url.pathname,
    query: [...url.searchParams],
    accept: request.headers.get("accept"),
  };
  if (request.body) seen["body"] = await request.text();
  return Response.json(seen);
}

function streamOf(chunks: readonly string[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(encode(chunk));
      controller.close();
    },
  });
}

function slowly(chunks: readonly string[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  let i = 0;
  return new ReadableStream({
    async pull(controller) {
      await sleep(2);
      const chunk = chunks[i++];
      if (chunk === undefined) controller.close();
      else controller.enqueue(encode(chunk));
    },
  });
}

function streamFrom(chunks: readonly string[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  const from = ReadableStream as unknown as {
    from(source: AsyncIterable<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>>;
  };
  return from.from(
    (async function* () {
      for (const chunk of chunks) yield encode(chunk);
    })(),
  );
}

/** Bytes that show a hole, a repeat or a swap: the position modulo a prime. */
function pattern(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++) bytes[i] = (i % 251) & 0x7f;
  return bytes;
}
