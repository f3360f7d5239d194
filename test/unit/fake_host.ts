/** A host in memory: it listens nowhere, and remembers what the core asked of it. */
import type { HostEncoder } from "../../src/core/encode.ts";
import type { Host, ListenOptions, Listener, Responder } from "../../src/core/host.ts";
import type { Addr, Capabilities } from "../../src/core/types.ts";

/** What a host that can do everything says of itself. */
export const ALL: Capabilities = {
  listen: true,
  tls: true,
  http2: true,
  h2c: true,
  tlsOptions: ["passphrase", "requestCert", "ca", "rejectUnauthorized", "sni"],
  tlsInfo: true,
  tlsReload: true,
  unix: true,
  reusePort: true,
  tcpBacklog: true,
  websocket: true,
  perMessageDeflate: true,
  http2WebSockets: true,
  http3: true,
  requestSignal: true,
  completed: true,
  timeouts: ["headers", "request", "idle", "close"],
  limits: ["headerSize", "headerCount", "bodySize", "discard"],
  compression: ["br", "gzip"],
};

/** The fake: a host and a listener in one, with the ends of its promises in the test's hand. */
export class FakeHost implements Host, Listener {
  readonly name = "node";
  readonly capabilities: Capabilities;
  /** The calls to the listener, in order. */
  readonly calls: string[] = [];
  addr: Addr = { transport: "tcp", hostname: "127.0.0.1", port: 4242 };
  ready: Promise<void> | undefined;
  /** When the port is free after an abort; undefined: at once. */
  released: Promise<void> | undefined;
  options: ListenOptions | undefined;
  responder: Responder | undefined;
  /** Ends the drain. */
  drained: () => void = () => {};
  /** There, but never used: nothing is sent. */
  encoder: HostEncoder | undefined = { whole: unused, start: unused };
  readonly #drain: Promise<void>;

  constructor(capabilities: Partial<Capabilities> = {}) {
    this.capabilities = { ...ALL, ...capabilities };
    this.#drain = new Promise((resolve) => {
      this.drained = resolve;
    });
  }

  listen(options: ListenOptions, responder: Responder): Listener {
    this.options = options;
    this.responder = responder;
    this.calls.push("listen");
    return this;
  }

  drain(): Promise<void> {
    this.calls.push("drain");
    return this.#drain;
  }

  abort(): void | Promise<void> {
    this.calls.push("abort");
    this.drained(); // what was in flight is gone
    return this.released;
  }

  ref(): void {
    this.calls.push("ref");
  }

  unref(): void {
    this.calls.push("unref");
  }
}

function unused(): never {
  throw new Error("nothing is encoded here");
}

/** Whether a promise has settled, told after all that is ready has run. */
export async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const settle = (): void => void (settled = true);
  promise.then(settle, settle);
  await new Promise((resolve) => setTimeout(resolve, 0));
  return settled;
}

/** What a function throws; fails when it throws nothing. */
export function thrownBy(action: () => unknown): Error & { code?: string } {
  try {
    action();
  } catch (error) {
    return error as Error & { code?: string };
  }
  throw new Error("nothing was thrown");
}
