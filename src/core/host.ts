/**
 * The port between the neutral core and a runtime: everything that a runtime must provide.
 *
 * The core decides, the host performs. A new runtime is one implementation of {@link Host}; if it
 * needs a change in core, this port was wrong.
 *
 * @module
 */
import type { LimitName, TimeoutName } from "./bound_types.ts";
import type { CompressionSettings } from "./compression.ts";
import type { HostEncoder } from "./encode.ts";
import type { Outcome } from "./outcome.ts";
import type { TlsFiles, TlsInfo } from "./tls_types.ts";
import type { Addr, Capabilities, ServeInfo } from "./types.ts";

/** The names by which hosts are known in errors, tests and the table of differences. */
export type HostName = "node" | "bun" | "deno" | "workers";

/** What a runtime provides. */
export interface Host {
  readonly name: HostName;
  /** Frozen data; the docs' table and the matrix are made from it. */
  readonly capabilities: Capabilities;
  /**
   * What holds where nothing is given, instead of the defaults of `bounds.ts`: the limits of the
   * platform's parser, which can only be lowered, and times that nobody looks after unless asked.
   */
  readonly own?: Partial<Readonly<Record<LimitName | TimeoutName, number>>>;
  /** The most that can be had of what has its default; where it is not said, what `own` says. */
  readonly most?: Partial<Readonly<Record<LimitName | TimeoutName, number>>>;
  /**
   * Starts listening and hands each request to `responder`.
   *
   * It throws synchronously when the address cannot be bound (S16). Node binds names other than
   * `localhost` later, and tells of it by {@link Listener.ready}; Workers does not listen at all
   * and returns a listener whose address is the platform's.
   */
  listen(options: ListenOptions, responder: Responder): Listener;
  /**
   * Whether a value is a response of the host's making that can be sent as it is: spares it the
   * checks of what a handler may return.
   */
  trusts?(value: unknown): boolean;
  /**
   * Answers a request that came in through `server.fetch()`, where that is how the platform calls
   * (Workers): `platform` is what followed the request, the bindings and the execution context.
   * Elsewhere the core answers it itself.
   */
  fetch?(
    request: Request,
    platform: readonly unknown[],
    responder: Responder,
  ): Response | Promise<Response>;
  /** What reads keys and certificates; absent where there is no HTTPS. */
  readonly pem?: PemReader | undefined;
  /** What encodes bodies; absent where the platform alone can, which does not flush a stream. */
  readonly encoder?: HostEncoder | undefined;
  /**
   * The size of a response's body in bytes where it is known without reading it: 0 for none,
   * undefined for a stream.
   */
  bodySize?(response: Response): number | undefined;
  /** What `upgradeWebSocket()` needs; absent where there are no WebSockets. */
  readonly webSockets?: WebSocketHost;
}

/**
 * WebSockets of a host. The core decides the handshake while the handler runs; the host performs it
 * when the handler has returned the response, and hands a `Transport` to the listener's `Sockets`.
 */
export interface WebSocketHost {
  /** The exchange of a request that this host gave to a handler. */
  exchangeOf(request: Request): Outcome | undefined;
  /** Whether `idleTimeout` can be honoured. */
  readonly idleTimeout: boolean;
  /** Whether `perMessageDeflate` can be honoured. */
  readonly perMessageDeflate: boolean;
}

/** The core's side of a listener: turns requests into responses and never throws or rejects. */
export interface Responder {
  /**
   * The handler inside the error boundary. Synchronous when the handler is: a host may then send
   * without waiting for a microtask (Bun drops pipelined requests whose response comes later).
   */
  handle(request: Request, info: ServeInfo): Response | Promise<Response>;
  /**
   * The same for a host that has more to do when the handler is through, and spares a promise and a
   * turn by it: what a promise of it brings has to go through {@link Responder.settle}, and its
   * rejection through {@link Responder.recover}.
   */
  begin(request: Request, info: ServeInfo): Response | Promise<Response>;
  /** The checks of what the handler's promise brought. */
  settle(value: Response): Response | Promise<Response>;
  /**
   * The error boundary alone: for what goes wrong after the handler returned, such as a locked
   * body (P05) or a stream that fails while it is sent (P41, where the result is unused).
   *
   * @param unsent The response that could not be sent: one of onError's is not told to it again (P08).
   */
  recover(error: unknown, unsent?: Response): Response | Promise<Response>;
  /** The tasks of `info.waitUntil`, which `shutdown()` waits for. */
  readonly tasks: TaskSet;
  /** What automatic compression decides by; undefined when it is off. */
  readonly compression?: CompressionSettings | undefined;
}

/** Promises that must settle before the server has finished (E07). */
export interface TaskSet {
  /** Holds `promise` until it settles; a rejection is logged. */
  add(promise: PromiseLike<unknown>): void;
  /** Resolves when all tasks, later ones included, have settled. */
  settled(): Promise<void>;
}

/** What a host knows about one exchange; `info` reads it lazily. */
export interface InfoSource {
  remoteAddr(): Addr;
  /** Called at most once, on the first access to `info.completed`. */
  completed(): Promise<void>;
  /** Where the platform keeps an invocation alive itself (Workers). */
  waitUntil?(promise: Promise<unknown>): void;
  readonly env?: unknown;
  /** The connection's handshake, where the host can tell of it. */
  tls?(): TlsInfo | undefined;
}

/** `timeouts` after validation. */
export type TimeoutValues = Readonly<Record<TimeoutName, number>>;

/** `limits` after validation. */
export type LimitValues = Readonly<Record<LimitName, number>>;

/** The options of `serve()` after validation: what a host needs to listen. */
export interface ListenOptions {
  readonly port: number;
  /** As given; `"0.0.0.0"` by default, without brackets, `localhost` already resolved. */
  readonly hostname: string;
  /** Set means: listen there, not on a port. */
  readonly path: string | undefined;
  readonly reusePort: boolean;
  readonly tcpBacklog: number | undefined;
  /** Set means HTTPS. */
  readonly secure: SecureOptions | undefined;
  /** WebSockets by extended CONNECT (RFC 8441). */
  readonly http2WebSockets: boolean;
  /** HTTP/3 too, on the UDP port of the same number. */
  readonly http3: boolean;
  /** With all defaults; `Infinity` for no bound. */
  readonly timeouts: TimeoutValues;
  /** With all defaults; `Infinity` for no bound. */
  readonly limits: LimitValues;
  /** Hand out the platform's own objects only (Node; elsewhere it is always so). */
  readonly strict: boolean;
}

/** `cert`, `key` and `tls` after validation; no key is encrypted any more. */
export interface SecureOptions extends TlsFiles {
  /** One certificate each; none, and no client is authorized. */
  readonly ca: readonly string[];
  readonly requestCert: boolean;
  readonly rejectUnauthorized: boolean;
  /** By lower-case name; see `findByName()`. */
  readonly sni: ReadonlyMap<string, TlsFiles>;
}

/** What reads PEM. */
export interface PemReader {
  /** The key without its encryption, as PKCS #8; throws if the pass phrase is another. */
  decryptKey(key: string, passphrase: string): string;
  /** Throws for what is no certificate. */
  checkCertificate(certificate: string): void;
}

/** A socket that listens, and the connections that came from it. */
export interface Listener {
  /** The same object at each read, once it is known. */
  readonly addr: Addr;
  /** Undefined when bound synchronously; else resolves when bound, rejects when that failed. */
  readonly ready?: Promise<void> | undefined;
  /** Releases the port, closes what is idle, and resolves when the rest has ended. */
  drain(): Promise<void>;
  /**
   * Closes the port and every connection at once; safe during and after {@link Listener.drain}.
   * Resolves when the port is free, where that is not at once.
   */
  abort(): void | Promise<void>;
  ref(): void;
  unref(): void;
  /** Later connections get these certificates; undefined where the host cannot do so. */
  readonly reload?: ((secure: SecureOptions) => void) | undefined;
}
