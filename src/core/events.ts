/**
 * The events of a WebSocket, by the platform's own classes where it has them.
 *
 * Node 20 and 22 lack `CloseEvent`, Node 20 to 24 `ErrorEvent`: these have the members that the
 * standards give them (WHATWG WebSockets 7, HTML 8.1.4.7).
 *
 * @module
 */

interface CloseInit {
  code: number;
  reason: string;
  wasClean: boolean;
}

class OwnCloseEvent extends Event {
  readonly #init: CloseInit;

  constructor(type: string, init: CloseInit) {
    super(type);
    this.#init = init;
  }

  get code(): number {
    return this.#init.code;
  }

  get reason(): string {
    return this.#init.reason;
  }

  get wasClean(): boolean {
    return this.#init.wasClean;
  }
}

class OwnErrorEvent extends Event {
  readonly #message: string;
  readonly #error: unknown;

  constructor(type: string, { message, error }: { message: string; error: unknown }) {
    super(type);
    this.#message = message;
    this.#error = error;
  }

  get message(): string {
    return this.#message;
  }

  get error(): unknown {
    return this.#error;
  }
}

const NO_PORTS: readonly MessagePort[] = Object.freeze([]);

/**
 * A MessageEvent to everybody who looks, made without the conversions of the platform's constructor:
 * 0.2 µs instead of 2 (Node 22 to 26) or 1.4 (Bun).
 */
class OwnMessageEvent extends Event {
  readonly #data: unknown;

  constructor(data: unknown) {
    super("message");
    this.#data = data;
  }

  get data(): unknown {
    return this.#data;
  }

  get origin(): string {
    return "";
  }

  get lastEventId(): string {
    return "";
  }

  get source(): null {
    return null;
  }

  get ports(): readonly MessagePort[] {
    return NO_PORTS;
  }
}
Object.setPrototypeOf(OwnMessageEvent.prototype, MessageEvent.prototype);

for (const [made, name] of [
  [OwnMessageEvent, "MessageEvent"],
  [OwnCloseEvent, "CloseEvent"],
  [OwnErrorEvent, "ErrorEvent"],
] as const) {
  Object.defineProperty(made, "name", { value: name });
  Object.defineProperty(made.prototype, Symbol.toStringTag, { value: name, configurable: true });
}

const platform = globalThis as {
  CloseEvent?: new (type: string, init: CloseInit) => Event;
  ErrorEvent?: new (type: string, init: { message: string; error: unknown }) => Event;
};

/** W30, W31. */
export function closeEvent(code: number, reason: string, wasClean: boolean): Event {
  return new (platform.CloseEvent ?? OwnCloseEvent)("close", { code, reason, wasClean });
}

/** W30: what went wrong, in words. */
export function errorEvent(message: string): Event {
  const init = { message, error: new Error(message) };
  return new (platform.ErrorEvent ?? OwnErrorEvent)("error", init);
}

/** W28. */
export function messageEvent(data: unknown): Event {
  return new OwnMessageEvent(data);
}
