/**
 * Rows that run inside a runtime, through the package: what no client can see from outside.
 *
 * @module
 */
import type {
  Addr,
  ExplainCompression,
  Handler,
  Serve,
  ServeOptions,
  Server,
  UpgradeWebSocket,
} from "../../../src/core/types.ts";

/** What a row has at hand. */
export interface InsideApi {
  readonly serve: Serve;
  readonly upgradeWebSocket: UpgradeWebSocket;
  readonly explainCompression: ExplainCompression;
  /** False on Workers, where the platform listens. */
  readonly listens: boolean;
  /** Whether servers are to hand out the platform's own objects only. */
  readonly strict: boolean;
  /** The platform's own, taken before everyserve was loaded. */
  readonly natives: Natives;
  /** Absent on Workers. */
  readonly tools?: Tools;
}

/** What a program may have taken aside before everyserve was loaded. */
export interface Natives {
  readonly Request: typeof Request;
  readonly Response: typeof Response;
  readonly Headers: typeof Headers;
  readonly fetch: typeof fetch;
}

/** Files and raw connections, which only the entry of a host with both can lend. */
export interface Tools {
  /** The path of a new file in a folder of this run. */
  path(name: string): string;
  exists(path: string): boolean;
  /** Makes a plain file. */
  write(path: string, content?: string): void;
  /** A file as a stream. */
  read(path: string): ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Makes a socket file that nobody listens on. */
  abandonSocket(path: string): Promise<void>;
  /** With `secure`, over TLS, by the ALPN of the version: any certificate is taken. */
  connect(to: Addr, secure?: "h1" | "h2"): Promise<RawClient>;
}

/** One raw connection. */
export interface RawClient {
  /** Each character is a byte. */
  send(bytes: string): void;
  /** FIN; reading goes on. */
  half(): void;
  /** RST, also below TLS; on a unix socket the end without a word. */
  reset(): void;
  received(): string;
  /** Whether it takes what comes. */
  reading(on: boolean): void;
  /** Resolves when these bytes have come; rejects when they do not. */
  until(text: string): Promise<void>;
  /** Resolves with all that was received when the server has ended the connection. */
  readonly closed: Promise<string>;
  /** Resolves when nothing can be sent any more either. */
  readonly gone: Promise<void>;
}

/** What a host that listens has lent. */
export function toolsOf({ tools }: InsideApi): Tools {
  if (tools === undefined) throw new Error("A row that needs tools ran where there are none");
  return tools;
}

/** What a row needs of its host: but for "listen" capabilities, or members of `tlsOptions`. */
export type Need =
  | "listen"
  | "tls"
  | "h2c"
  | "http2WebSockets"
  | "http3"
  | "sni"
  | "requestCert"
  | "tlsInfo"
  | "tlsReload";

/** One row. */
export interface InsideCase {
  /** As in the wire cases. */
  readonly id: string;
  readonly title: string;
  /** Only where the host listens itself, or where it speaks HTTP/2, or HTTPS, itself. */
  readonly needs?: Need;
  /** Returns what was observed: plain data, because it leaves the process as JSON. */
  run(api: InsideApi): unknown;
  /** What must have been observed; see `differences` in match.ts. */
  readonly expect: unknown;
  /** How long it may take, in milliseconds. @default 10_000 */
  readonly ceiling?: number;
  /** What must appear on stderr while the row runs, and nothing else if the list is empty. */
  readonly stderr?: readonly RegExp[];
}

/** What a runtime tells about one row. */
export interface InsideResult {
  id: string;
  value?: unknown;
  /** The row itself threw, or did not come to an end. */
  error?: string;
}

/** How long a row may take: only what hangs comes near, also on a machine that has much to do. */
const CEILING = 10_000;
/** How long what is waited for may take in a row that is listed: its host does not do it. */
const IN_VAIN = 750;

let patience = Infinity;

/** A time that something may take, in the row that runs. */
export function patient(milliseconds: number): number {
  return Math.min(milliseconds, patience);
}

/**
 * Runs rows one after the other; stderr carries a mark before and after each. `listed` are those that
 * are known to fail here.
 */
export async function runInside(
  api: InsideApi,
  rows: readonly InsideCase[],
  tell: (result: InsideResult) => void,
  listed: ReadonlySet<string> = new Set(),
): Promise<void> {
  for (const row of rows) {
    if (!gives(api, row.needs)) continue;
    patience = listed.has(row.id) ? IN_VAIN : Infinity;
    console.error(`<<< ${row.id}`);
    tell({ id: row.id, ...(await attempt(row, api)) });
    console.error(`>>> ${row.id}`);
  }
}

function gives(api: InsideApi, need: Need | undefined): boolean {
  if (need === undefined) return true;
  if (need === "listen" || !api.listens) return api.listens;
  const server = api.serve(LOCAL, hello);
  void server.shutdown();
  const { capabilities } = server;
  if (need === "sni" || need === "requestCert") return capabilities.tlsOptions.includes(need);
  return capabilities[need];
}

async function attempt(row: InsideCase, api: InsideApi): Promise<Omit<InsideResult, "id">> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Omit<InsideResult, "id">>((resolve) => {
    const { ceiling = CEILING } = row;
    timer = setTimeout(() => resolve({ error: `not finished within ${ceiling} ms` }), ceiling);
  });
  try {
    const value = (async () => ({ value: await row.run(api) }))();
    return await Promise.race([value, late]);
  } catch (error) {
    return { error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

/** What a call throws: name, message, code, and of which class it is. */
export function thrown(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return described(error);
  }
  return "nothing thrown";
}

/** An error as data. */
export function described(error: unknown): unknown {
  if (!(error instanceof Error)) return { thrown: String(error) };
  const { name, message } = error;
  const code = "code" in error ? error.code : null;
  const classes = [TypeError, RangeError, URIError].filter((type) => error instanceof type);
  return { name, message, code, instanceOf: classes[0]?.name ?? "Error" };
}

/** Quiet options for a server on a free port of the loopback. */
export const LOCAL: ServeOptions = { port: 0, hostname: "127.0.0.1", onListen: () => {} };

/** Runs `use` with a server, and ends the server whatever happens. */
export async function withServer<T>(
  server: Server,
  use: (server: Server) => T | Promise<T>,
): Promise<T> {
  try {
    return await use(server);
  } finally {
    await server.shutdown();
  }
}

/** The URL of a path on a server that listens on TCP. */
export function urlOf(server: Server, path = "/"): string {
  const { addr } = server;
  if (addr.transport !== "tcp") throw new Error(`${addr.transport} has no URL`);
  const host = addr.hostname.includes(":") ? `[${addr.hostname}]` : addr.hostname;
  return `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${addr.port}${path}`;
}

/** One request to a handler: over a socket where the host listens, else by the platform's call. */
export async function ask(
  api: InsideApi,
  handler: Handler,
  options: ServeOptions = {},
  path = "/",
): Promise<{ status: number; body: string }> {
  const server = api.serve({ ...(api.listens ? LOCAL : {}), ...options }, handler);
  if (!api.listens) return answer(await server.fetch(new Request(`http://localhost${path}`)));
  return withServer(server, async () => answer(await fetch(urlOf(server, path))));
}

/** The answer that a server gives to one request, over a socket where the host listens. */
export async function answerOf(
  api: InsideApi,
  server: Server,
): Promise<{ status: number; body: string }> {
  if (!api.listens) return answer(await server.fetch(new Request("http://localhost/")));
  return withServer(server, async () => answer(await fetch(urlOf(server))));
}

/** Status and text of a response. */
export async function answer(response: Response): Promise<{ status: number; body: string }> {
  return { status: response.status, body: await response.text() };
}

/** A handler that says hello. */
export const hello: Handler = () => new Response("hello");

/** Where a server with these options listens. */
export async function addrOf(api: InsideApi, options: ServeOptions): Promise<Addr> {
  return withServer(api.serve({ onListen: () => {}, ...options }, hello), ({ addr }) => ({
    ...addr,
  }));
}

/**
 * Waits, in turns of the loop: a process that was not given the machine for that long finds its timer
 * due before it has looked at its sockets, and a single one would be no time at all.
 */
export async function sleep(milliseconds: number): Promise<void> {
  const turns = milliseconds < 8 ? 1 : 4;
  for (let i = 0; i < turns; i++) {
    await new Promise((resolve) => setTimeout(resolve, milliseconds / turns));
  }
}

/** `Promise.withResolvers`, which Node 20 lacks. */
export function gate(): { promise: Promise<void>; open: () => void } {
  let open = (): void => {};
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open };
}

/** How long a turn of waiting is. */
const TURN = 20;

/**
 * How a promise stands after that many milliseconds, or as soon as it is settled. Waits in turns, as
 * `sleep()` does: what slows down what is waited for slows down the waiting.
 */
export async function settledWithin(
  promise: Promise<unknown>,
  milliseconds: number,
): Promise<string> {
  let state: string | undefined;
  const settled = promise.then(
    () => void (state = "resolved"),
    (error: unknown) =>
      void (state = `rejected ${error instanceof Error ? error.name : String(error)}`),
  );
  let left = patient(milliseconds);
  do {
    const turn = Math.min(left, TURN);
    await Promise.race([settled, new Promise((resolve) => setTimeout(resolve, turn))]);
    left -= turn;
  } while (state === undefined && left > 0);
  return state ?? "pending";
}

/** A second server on a port that was just released; the release may take a turn (X10). */
export async function rebound(api: InsideApi, port: number): Promise<Server> {
  for (let tries = 0; ; tries++) {
    try {
      return api.serve({ ...LOCAL, port }, () => new Response("second"));
    } catch (error) {
      if (tries === 20) throw error;
      await sleep(5);
    }
  }
}

/** The port of a server that listens on TCP. */
export function portOf({ addr }: Server): number {
  if (addr.transport !== "tcp") throw new Error(`${addr.transport} has no port`);
  return addr.port;
}
