/**
 * The life of a server, from listening to `finished`: written once, for all hosts.
 *
 * @module
 */
import { failure } from "./errors.ts";
import type { Host, Listener, Responder, SecureOptions } from "./host.ts";
import { createInfo } from "./info.ts";
import { readReload, unlockTls, unsupportedTls } from "./tls_options.ts";
import type { Addr, Capabilities, Server, TlsReload } from "./types.ts";

/** What a server is made of. */
export interface ServerParts {
  host: Host;
  listener: Listener;
  responder: Responder;
  signal: AbortSignal | undefined;
  secure: SecureOptions | undefined;
}

/** Makes the server object of a listener that has been started. */
export function createServer(parts: ServerParts): Server {
  return new RunningServer(parts);
}

/** S37: what `Deno.serve` gives is the object's own; what is ours stays on the prototype. */
class RunningServer implements Server {
  declare readonly addr: Addr;
  readonly finished: Promise<void>;
  readonly shutdown: () => Promise<void>;
  readonly ref: () => void;
  readonly unref: () => void;
  readonly #parts: ServerParts;
  /** What new connections get. */
  #secure: SecureOptions | undefined;

  constructor(parts: ServerParts) {
    const { host, listener, responder } = parts;
    // E02: where the platform listens there is nothing to stop, and nothing ever finishes.
    const { listen } = host.capabilities;
    const signal = listen ? parts.signal : undefined;
    this.#parts = parts;
    this.#secure = parts.secure;
    // A getter, since Node resolves names after `serve()` returned (S15).
    Object.defineProperty(this, "addr", { enumerable: true, get: () => listener.addr });

    let end!: () => void;
    let fail!: (error: unknown) => void;
    this.finished = new Promise<void>((resolve, reject) => {
      end = resolve;
      fail = reject;
    });
    let draining = false;
    this.shutdown = () => {
      if (!listen) return Promise.resolve();
      if (!draining) {
        draining = true;
        listener
          .drain()
          .then(() => responder.tasks.settled())
          .then(end, fail);
      }
      return this.finished.then(nothing); // X01: a new promise at each call
    };
    this.ref = () => void listener.ref(); // S38: whatever the host's own gives
    this.unref = () => void listener.unref();
    listener.ready?.catch((error: unknown) => {
      fail(error);
      void listener.abort();
    });
    const abort = (): void => {
      const released = listener.abort(); // X12: also in the middle of a drain
      if (released === undefined) end(); // X09: without waiting for handlers
      else void released.then(end); // X10
    };
    if (signal?.aborted) abort(); // S34
    else if (signal) {
      signal.addEventListener("abort", abort, { once: true });
      const release = (): void => signal.removeEventListener("abort", abort);
      this.finished.then(release, release);
    }
  }

  reload(files: TlsReload): void {
    const { host, listener } = this.#parts;
    const read = readReload({ ...files }, this.#secure);
    const part = host.capabilities.tlsReload ? unsupportedTls(files.tls, host) : "cert";
    if (part !== undefined) {
      throw failure(
        "ERR_OPTION_UNSUPPORTED",
        `Cannot reload with option '${part}': not supported on ${host.name}`,
      );
    }
    if (read === undefined || listener.reload === undefined) {
      throw failure(
        "ERR_TLS_ABSENT",
        "Cannot reload: the server was started without 'cert' and 'key'",
      );
    }
    const secure = unlockTls(read, host);
    listener.reload(secure);
    this.#secure = secure;
  }

  get capabilities(): Capabilities {
    return this.#parts.host.capabilities;
  }

  async fetch(request: Request, ...platform: unknown[]): Promise<Response> {
    const { host, listener, responder } = this.#parts;
    if (host.fetch !== undefined) return host.fetch(request, platform, responder);
    const source = { remoteAddr: () => listener.addr, completed: () => Promise.resolve() };
    return responder.handle(request, createInfo(source, responder.tasks));
  }

  /**
   * Bun starts a server of its own for a module whose default export has a `fetch`, own or
   * inherited, unless it has a `stop` as well (the entry point in Bun 1.4.5: `typeof def.fetch ===
   * "function" && typeof def.stop !== "function"`). `export default serve(handler)` must not
   * listen twice (E02).
   */
  stop(): Promise<void> {
    return this.shutdown();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown(); // S39
  }
}

function nothing(): void {}
