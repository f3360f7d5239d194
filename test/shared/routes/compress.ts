/**
 * Routes for automatic compression: `/coded`, a body of a kind and a size, with headers and status as
 * for `/respond`; `/coded-foreign`, the same by the platform's own constructor; `/coded-endless`.
 *
 * @module
 */
import { sleep, type At, type Route } from "./at.ts";
import { initOf } from "./response.ts";

// Taken before any server runs.
const NativeResponse = globalThis.Response;

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** A text of that many bytes, all ASCII. */
export function filler(size: number): string {
  const words = "the quick brown fox jumps over the lazy dog 0123456789\n";
  return words.repeat(Math.ceil(size / words.length)).slice(0, size);
}

/** Bytes without a pattern, the same on every host: a linear congruential generator. */
export function noise(size: number, seed: number = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let state = seed;
  for (let i = 0; i < size; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[i] = state >>> 16;
  }
  return bytes;
}

/** The bodies by kind; each has `size` bytes in the end. */
const BODIES: Readonly<Record<string, (size: number) => BodyInit | null>> = {
  string: filler,
  // Two bytes each: characters are not what is counted.
  umlauts: (size) => "é".repeat(size / 2),
  bytes: (size) => encode(filler(size)),
  arrayBuffer: (size) => encode(filler(size)).buffer,
  view: (size) => new DataView(encode(`--${filler(size)}--`).buffer, 2, size),
  blob: (size) => new Blob([filler(size)]),
  blobParts: (size) => new Blob(filler(size).match(/[^]{1,22}/g) ?? []),
  copied: (size) => new Response(filler(size)).body,
  params: (size) => new URLSearchParams({ a: "b".repeat(size - 2) }),
  noise: (size) => noise(size),
  null: () => null,
  empty: () => "",
  stream: (size) => pieces([filler(size)]),
  emptyStream: () => pieces([]),
  chunks: (size) => pieces(filler(size).match(/[^]{1,1000}/g) ?? []),
};

function pieces(texts: readonly string[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  let i = 0;
  return new ReadableStream({
    async pull(controller) {
      await sleep(1);
      const text = texts[i++];
      if (text === undefined) controller.close();
      else controller.enqueue(encode(text));
    },
  });
}

function bodyOf(at: At): BodyInit | null {
  const make = BODIES[at.query("of", "string")];
  if (make === undefined) throw new RangeError(`no body of kind "${at.query("of")}"`);
  return make(Number(at.query("n", "1000")));
}

/** A body that the handler itself has encoded. */
async function already(): Promise<Response> {
  const text = new Response(filler(5000)).body as ReadableStream<Uint8Array<ArrayBuffer>>;
  const coded = await new Response(text.pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
  const headers = { "content-type": "text/plain", "content-encoding": "gzip", etag: '"coded"' };
  return new Response(coded, { headers });
}

/** As many bytes that cannot be compressed as the client takes; the log tells when that were 10 MB. */
function endless(...[, , at]: Parameters<Route>): Response {
  let pulls = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        pulls++;
        await sleep(0);
        controller.enqueue(noise(65_536, pulls));
        if (pulls === 160) at.log("pulled");
      },
      cancel(reason) {
        at.log(`cancel ${String(reason)}`);
      },
    },
    { highWaterMark: 1 },
  );
  return new Response(body, { headers: { "content-type": "text/plain" } });
}

/** A little every few milliseconds, for ever, and not a word of it in any log. */
function drip(): Response {
  let over = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await sleep(3);
      if (!over) controller.enqueue(encode("data: tick\n\n"));
    },
    cancel() {
      over = true;
    },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}

/** The body of the request, at once or cut where the query says. */
async function cutUp(...[request, , at]: Parameters<Route>): Promise<Response> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  const headers = { "content-type": "text/plain" };
  const cut = at.query("cut");
  if (cut === "") return new Response(bytes, { headers });
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      let from = 0;
      for (const size of cut.split(",").map(Number)) {
        controller.enqueue(bytes.slice(from, from + size));
        from += size;
        await sleep(0);
      }
      if (from < bytes.byteLength) controller.enqueue(bytes.slice(from));
      controller.close();
    },
  });
  return new Response(body, { headers });
}

/** The paths of this file. */
export const compressRoutes: Readonly<Record<string, Route>> = {
  "/coded": (_request, _info, at) => new Response(bodyOf(at), initOf(at)),
  "/coded-already": already,
  "/coded-endless": endless,
  "/coded-drip": drip,
  "/coded-echo": cutUp,
  "/coded-foreign": (_request, _info, at) =>
    new NativeResponse(bodyOf(at), { headers: { "content-type": "text/plain" } }),
};
