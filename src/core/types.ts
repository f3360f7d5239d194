/// <reference lib="esnext.disposable" preserve="true" />
/**
 * The public types: what a user of `serve()` writes and receives.
 *
 * They name only web-standard globals (`Request`, `Response`, `AbortSignal`), so that the published
 * declarations work beside the types of any runtime and pull in none of them.
 *
 * @module
 */

import type { Limits, Timeouts } from "./bound_types.ts";
import type { Capabilities } from "./capabilities.ts";
import type { CompressionOptions } from "./compression_types.ts";
import type { TlsInfo, TlsOptions, TlsReload } from "./tls_types.ts";

export type { ContentCoding } from "./codings.ts";
export type * from "./compression_types.ts";
export type * from "./socket_types.ts";
export type * from "./tls_types.ts";
export type { Capabilities, Limits, Timeouts };

/** The address of a TCP endpoint. `port` is 0 where the platform does not tell it (Workers). */
export interface TcpAddr {
  transport: "tcp";
  /** An IP address as text, without brackets: `"127.0.0.1"`, `"::1"`. */
  hostname: string;
  /** 0 to 65535. */
  port: number;
}

/** The address of a unix domain socket. */
export interface UnixAddr {
  transport: "unix";
  /** The path of the socket file, as it was given to `serve()`. */
  path: string;
}

/** The address of a server whose listening is the platform's affair (Workers). */
export interface PlatformAddr {
  transport: "platform";
}

/** Where a server listens, or where a request came from. */
export type Addr = TcpAddr | UnixAddr | PlatformAddr;

/** What a handler learns about a request beyond the request itself. */
export interface ServeInfo {
  /** The peer. On a unix socket the path of the listener; on Workers `port` is 0. */
  readonly remoteAddr: Addr;
  /**
   * Resolves when the response was delivered whole; rejects with an error named `Interrupted`
   * (code `ERR_INTERRUPTED`) when the peer vanished or the body failed. Made on first access: one
   * that nobody looks at can cause no unhandled rejection.
   */
  readonly completed: Promise<void>;
  /**
   * Keeps the server (or, on Workers, the invocation) alive until `promise` settles, after the
   * response was sent. A rejection is logged, never an unhandled rejection. May be detached:
   * `({ waitUntil }) => …`.
   */
  readonly waitUntil: (promise: PromiseLike<unknown>) => void;
  /** What the handshake of the connection came to, the client's certificate with it. Node.js;
   * undefined in cleartext and elsewhere. */
  readonly tls?: TlsInfo | undefined;
  /** Workers only: the bindings of the invocation, the second argument of the module's `fetch`. */
  readonly env?: unknown;
}

/**
 * Answers one request. It is always called with two arguments, whatever its declared arity, and
 * with `this` undefined.
 */
export type Handler = (request: Request, info: ServeInfo) => Response | PromiseLike<Response>;

/**
 * An application object, such as one of Hono, h3, itty-router, Elysia or GraphQL Yoga: anything
 * with a `fetch` method and no own `handler`. `fetch` is called as a method, with the request and
 * the info; no other property is read.
 */
export interface App {
  // `any`: frameworks declare their second parameter as their own environment type, and many
  // overloads; a parameter type of ours would refuse most of them.
  // oxlint-disable-next-line no-explicit-any
  fetch: (request: Request, ...rest: any[]) => Response | PromiseLike<Response>;
}

/** The options of {@link Serve | serve()}. An option the host cannot honour throws
 * `ERR_OPTION_UNSUPPORTED`; one of the wrong shape throws a `TypeError` with a code of its own. */
export interface ServeOptions {
  /**
   * The TCP port, 0 to 65535; 0 asks the system for a free one. A numeric string is accepted.
   * @default 8000
   */
  port?: number | string | null | undefined;
  /**
   * The IP address to bind, or a name. `"localhost"` is 127.0.0.1.
   * @default "0.0.0.0"
   */
  hostname?: string | null | undefined;
  /** A unix socket to listen on, instead of a TCP port. Node, Bun, Deno. */
  path?: string | undefined;
  /** Allow other sockets that say the same to bind the same port. Node 22.12 and newer, Bun, Deno.
   * @default false */
  reusePort?: boolean | undefined;
  /** The length of the queue of connections not yet accepted. Node, Deno.
   * @default 511 */
  tcpBacklog?: number | undefined;
  /** Take WebSockets over HTTP/2 too, each on a stream of its own (RFC 8441): clients that know of it
   * open them on the connection they have. Such a request looks to the handler as it would over
   * HTTP/1.1. Node.js.
   * @default false */
  http2WebSockets?: boolean | undefined;
  /**
   * Experimental: HTTP/3 (RFC 9114) as well, on the UDP port of the same number; clients of the other
   * versions hear of it by Alt-Svc (RFC 7838). Needs `cert` and `key`. Bun.
   * @default false
   */
  http3?: boolean | undefined;
  /** Aborting it stops the server at once: the listener and every connection are closed. Without
   * effect on Workers. */
  signal?: AbortSignal | undefined;
  /** Called once, before `serve()` returns, with the address. Without it one line is logged on
   * stderr. Not called on Workers. */
  onListen?: ((addr: Addr) => unknown) | null | undefined;
  /** Makes the response for what the handler threw, and hears of a body stream that failed.
   * @default logs the error on stderr and answers a plain 500 */
  onError?: ((error: unknown) => Response | PromiseLike<Response>) | null | undefined;
  /** The certificate chain, as PEM text. Needs `key`. */
  cert?: string | undefined;
  /** The private key, as PEM text. Needs `cert`. */
  key?: string | undefined;
  /** Client certificates, several names, an encrypted key. Needs `cert` and `key`. Node, Bun, Deno;
   * what of it where, see {@link TlsOptions}. */
  tls?: TlsOptions | null | undefined;
  /** Compress response bodies by the request's Accept-Encoding: those of a compressible type that
   * are larger than 64 bytes or streamed.
   * @default true */
  automaticCompression?: boolean | undefined;
  /** How, where it is not as by default. See {@link CompressionOptions}. */
  compression?: CompressionOptions | null | undefined;
  /**
   * Node.js: give handlers genuine Request objects, and leave the platform's classes alone. The
   * default there is a lazy stand-in, several times as fast and the same to everything that a
   * handler can observe. On the other hosts requests are the platform's own in both modes.
   * @default false
   */
  strict?: boolean | undefined;
  /** How long a client may take. */
  timeouts?: Timeouts | null | undefined;
  /** How much a client may send. */
  limits?: Limits | null | undefined;
  /** Capabilities without which the server must not start: a missing one throws
   * `ERR_CAPABILITY_MISSING`. */
  require?: readonly (keyof Capabilities)[] | undefined;
}

/** {@link ServeOptions} with the handler inside the bag. */
export interface ServeInit extends ServeOptions {
  handler: Handler | App;
}

/** A running server. */
export interface Server {
  /** Where it listens: the same object at each read. */
  readonly addr: Addr;
  /** Resolves when the server has ended, by `shutdown()` or by the signal. Rejects only when
   * listening failed after `serve()` returned. */
  readonly finished: Promise<void>;
  /** Stops accepting, lets what is in flight finish, then resolves. */
  readonly shutdown: () => Promise<void>;
  /** Keep the process alive while the server runs (the default). */
  readonly ref: () => void;
  /** Let the process end although the server runs. */
  readonly unref: () => void;
  /** Answers a request without a socket, through the same handler and error boundary. The body stays
   * as it is: its coding is a matter of the wire. On Workers it is what the platform calls. */
  fetch(request: Request, ...platform: unknown[]): Promise<Response>;
  /**
   * Other certificates, for the connections to come; those that stand are left alone. Node.js;
   * elsewhere it throws `ERR_OPTION_UNSUPPORTED`, and where the server speaks no HTTPS
   * `ERR_TLS_ABSENT`. What cannot be used throws as in `serve()`, and all stays as it was.
   */
  reload(files: TlsReload): void;
  /** What this host gives. Frozen. */
  readonly capabilities: Capabilities;
  /** The same as {@link Server.shutdown}, under the name that Bun's servers have. */
  stop(): Promise<void>;
  /** The same as {@link Server.shutdown}. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** Serves a handler; see the overloads of `serve`. */
export interface Serve {
  (handler: Handler | App): Server;
  (options: ServeOptions, handler: Handler | App): Server;
  (handler: Handler | App, options: ServeOptions): Server;
  (init: ServeInit): Server;
}
