/**
 * What a user writes, once, type-checked in every world with the types of that world alone.
 *
 * It is never run. A line that must not compile says so by `@ts-expect-error`, which is an error
 * itself as soon as the line compiles.
 */
import {
  serve,
  upgradeWebSocket,
  type Addr,
  type App,
  type Capabilities,
  type Handler,
  type PlatformAddr,
  type Serve,
  type ServeInfo,
  type ServeInit,
  type ServeOptions,
  type Server,
  type TcpAddr,
  type UnixAddr,
  type UpgradeWebSocket,
  type UpgradeWebSocketOptions,
  type WebSocketUpgrade,
} from "everyserve";

const ok = (): Response => new Response("ok");

/** Whether two types are the same, not only assignable. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
export const proof: [
  Same<ReturnType<typeof serve>, Server>,
  Same<typeof serve, Serve>,
  Same<typeof upgradeWebSocket, UpgradeWebSocket>,
  Same<ReturnType<UpgradeWebSocket>, WebSocketUpgrade>,
  Same<Addr, TcpAddr | UnixAddr | PlatformAddr>,
  Same<Parameters<Handler>, [request: Request, info: ServeInfo]>,
] = [true, true, true, true, true, true];

// Every form of arguments (S01, S02, E01).
serve(ok);
serve(async () => new Response("ok"));
serve({ port: 4242 }, ok);
serve(ok, { port: 4242, hostname: "127.0.0.1" });
serve({ port: 4242, handler: ok });
serve({ fetch: ok });
serve({ port: "4242" }, { fetch: async (request: Request) => new Response(request.url) });
serve({ fetch: ok }, { automaticCompression: false });
serve({ handler: { fetch: ok } });
class Framework {
  fetch(request: Request, env?: { KEY: string }, context?: object): Response {
    return new Response(request.url + String(env?.KEY) + String(context));
  }
}
serve(new Framework());

// The handler's arguments are inferred, and the response of a thenable is a response.
serve((request, info) => {
  const parts: string[] = [request.url, request.method];
  if (info.remoteAddr.transport === "tcp") parts.push(info.remoteAddr.hostname);
  else if (info.remoteAddr.transport === "unix") parts.push(info.remoteAddr.path);
  const { waitUntil } = info;
  waitUntil(Promise.resolve(1));
  const client = info.tls?.peerCertificate;
  if (info.tls?.authorized === true && client !== undefined) {
    const { subject, fingerprint256, validTo, raw } = client;
    parts.push(
      String(subject["CN"]),
      fingerprint256,
      validTo.toISOString(),
      String(raw.byteLength),
    );
  }
  void info.completed.then(() => {});
  return new Response(parts.join(" "));
});

// Every option, and what may be absent.
const options: ServeOptions = {
  port: null,
  hostname: null,
  path: undefined,
  reusePort: true,
  http2WebSockets: true,
  http3: false,
  tcpBacklog: 511,
  signal: new AbortController().signal,
  onListen: (addr) => void (addr.transport === "tcp" ? addr.port : addr.transport),
  onError: async (error: unknown) => new Response(String(error), { status: 500 }),
  cert: "PEM",
  key: "PEM",
  tls: {
    passphrase: "sesame",
    requestCert: true,
    ca: ["PEM"],
    rejectUnauthorized: false,
    sni: { "a.example": { cert: "PEM", key: "PEM", passphrase: "sesame" } },
  },
  automaticCompression: true,
  require: ["h2c", "websocket"],
};
serve(options, ok);
serve({ onListen: null, onError: null }, ok);
serve({ async onListen() {} }, ok);
const init: ServeInit = { ...options, handler: ok };
serve(init);

// The server.
const server: Server = serve(ok);
const addr: Addr = server.addr;
const stopped: Promise<void> = server.shutdown();
export const after: Promise<void>[] = [stopped, server.finished, server.stop()];
server.ref();
server.unref();
server.reload({ cert: "PEM", key: "PEM" });
server.reload({ tls: { sni: {} } });
export const answered: Promise<Response> = server.fetch(new Request("http://example.com/"));
const { compression, tls }: Capabilities = server.capabilities;
export const facts: [readonly string[], boolean, Addr] = [compression, tls, addr];

// An upgrade.
const upgradeOptions: UpgradeWebSocketOptions = { protocol: "chat", idleTimeout: 0 };
serve((request) => {
  const { socket, response }: WebSocketUpgrade = upgradeWebSocket(request, upgradeOptions);
  socket.addEventListener("message", (event) => socket.send(String(event.data)));
  return response;
});

// A handler may be declared anywhere, and an app handed around.
export const handler: Handler = (request) => new Response(request.body);
export const app: App = { fetch: handler };

// What must not compile.
// @ts-expect-error no handler
serve();
// @ts-expect-error no handler in the bag
serve({ port: 4242 });
// @ts-expect-error a handler returns a Response
serve(() => "ok");
// @ts-expect-error a handler returns a Response, also later
serve(async () => undefined);
// @ts-expect-error a handler takes a Request first
serve((request: number) => new Response(String(request)));
// @ts-expect-error a port is a number or a string
serve({ port: true }, ok);
// @ts-expect-error a misspelt option
serve({ prot: 4242 }, ok);
// @ts-expect-error no such capability
serve({ require: ["h3"] }, ok);
// @ts-expect-error a fetch that returns no Response
serve({ fetch: () => "ok" });
// @ts-expect-error the address is not yours to change
server.addr = addr;
// @ts-expect-error capabilities are data
server.capabilities.tls = false;
// @ts-expect-error a server is no promise
void server.then;
// @ts-expect-error a platform's address has no port
void ({} as PlatformAddr).port;
// @ts-expect-error the bindings are unknown until they are narrowed
serve((_request, info) => new Response(info.env.KEY));
