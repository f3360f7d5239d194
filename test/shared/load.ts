/**
 * The handler for load: what the drain test, the soak and the fuzzer talk to.
 *
 * @module
 */
import type { Handler, UpgradeWebSocket } from "../../src/core/types.ts";

/** What the handler has seen. */
export interface LoadLedger {
  /** The `x-id` of every request that reached the handler. */
  readonly entered: string[];
  requests: number;
  /** Streams and waits that are under way. */
  open: number;
  cancelled: number;
  aborted: number;
  rejected: number;
}

/** How the handler answers, by path. */
export function createLoad(
  notes: boolean,
  upgradeWebSocket: UpgradeWebSocket,
): { handler: Handler; ledger: LoadLedger } {
  const leaked: unknown[] = [];
  const ledger: LoadLedger = {
    entered: [],
    requests: 0,
    open: 0,
    cancelled: 0,
    aborted: 0,
    rejected: 0,
  };
  const handler: Handler = async (request) => {
    const { pathname, searchParams } = new URL(request.url);
    ledger.requests++;
    const id = request.headers.get("x-id");
    if (notes && id !== null) ledger.entered.push(id);
    switch (pathname) {
      case "/slow":
        await sleep(Number(searchParams.get("ms") ?? 20));
        return new Response("slow");
      case "/stream":
        return new Response(ticking(5, 8));
      case "/upload":
        try {
          return new Response(String((await request.text()).length));
        } catch (error) {
          ledger.rejected++;
          throw error;
        }
      case "/echo":
        return new Response(request.body);
      case "/large":
        return new Response(new Uint8Array(Number(searchParams.get("size") ?? 262_144)));
      case "/signal":
        ledger.open++;
        await new Promise<void>((resolve) => {
          const { signal } = request;
          if (signal.aborted) resolve();
          signal.addEventListener("abort", () => resolve(), { once: true });
        });
        ledger.open--;
        ledger.aborted++;
        return new Response("nobody");
      case "/endless":
        return new Response(endless(ledger));
      case "/socket": {
        const { socket, response } = upgradeWebSocket(request);
        ledger.open++;
        socket.onmessage = ({ data }) => socket.send(data as string);
        socket.onclose = () => ledger.open--;
        return response;
      }
      case "/leak":
        // For the soak, to see it fail: what stays.
        leaked.push(Array.from({ length: 50_000 }, () => leaked.length));
        return new Response("ok");
      case "/error":
        throw new Error("as asked for");
      case "/ok":
        return new Response("ok");
      default:
        return seen(request, ledger);
    }
  };
  return { handler, ledger };
}

/**
 * What a handler can tell of a request, for comparing hosts: in a field, because of HEAD, and in the
 * body, because a field is coded in HTTP/2. `wait` is how long it takes for it.
 */
async function seen(request: Request, ledger: LoadLedger): Promise<Response> {
  ledger.open++;
  try {
    const body = await request.text();
    const { pathname, search, searchParams } = new URL(request.url);
    const wait = Number(searchParams.get("wait") ?? 0);
    if (wait > 0) await sleep(Math.min(wait, 100) || 0);
    const text = `${request.method} ${pathname}${search} <${body}>`;
    return new Response(text, { headers: { "x-seen": encodeURIComponent(text) } });
  } finally {
    ledger.open--;
  }
}

/** What a failed handler answers: a `seen` too. */
export function failed(): Response {
  return new Response("error", { status: 500, headers: { "x-seen": "failed" } });
}

/** A stream of some digits. */
function ticking(count: number, milliseconds: number): ReadableStream<Uint8Array> {
  const text = new TextEncoder();
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      if (sent > 0) await sleep(milliseconds);
      controller.enqueue(text.encode(String(++sent)));
      if (sent === count) controller.close();
    },
  });
}

/** A stream that only its reader can end. */
function endless(ledger: LoadLedger): ReadableStream<Uint8Array> {
  const piece = new Uint8Array(1024);
  let timer: ReturnType<typeof setInterval>;
  ledger.open++;
  return new ReadableStream({
    start(controller) {
      controller.enqueue(piece);
      timer = setInterval(() => {
        if ((controller.desiredSize ?? 0) > -16) controller.enqueue(piece);
      }, 10);
    },
    cancel() {
      clearInterval(timer);
      ledger.open--;
      ledger.cancelled++;
    },
  });
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
