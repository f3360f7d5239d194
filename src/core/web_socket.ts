/**
 * The WebSocket that a handler gets: what MDN describes, on every host (WHATWG WebSockets 3.1).
 *
 * The platforms' own have no constructor for the server's side, lack members, or behave otherwise;
 * this one is an EventTarget of our own which the platform's class recognises.
 *
 * @module
 */
import { checkClose } from "./close_code.ts";
import { failure } from "./errors.ts";
import { EventHandlers } from "./event_handlers.ts";
import { toMessage } from "./outgoing_message.ts";
import { CLOSED, CLOSING, CONNECTING, OPEN, type SocketPlan } from "./ready_state.ts";
import { SocketState } from "./socket_state.ts";

/** The platform's class, where there is one (Node 20 has none). */
const platform = (globalThis as { WebSocket?: typeof WebSocket }).WebSocket;

type Listener = ((event: never) => unknown) | null;

class ServerWebSocket extends EventTarget {
  readonly #state: SocketState;
  readonly #handlers: EventHandlers;

  constructor(plan: SocketPlan, take: (state: SocketState) => void) {
    super();
    this.#handlers = new EventHandlers(this);
    this.#state = new SocketState(plan, (event) => void this.dispatchEvent(event));
    take(this.#state);
  }

  override dispatchEvent(event: Event): boolean {
    const handlers = this.#handlers;
    handlers.dispatching(event?.type);
    try {
      return super.dispatchEvent(event);
    } finally {
      handlers.dispatching(undefined);
    }
  }

  get url(): string {
    return ""; // W21: the server's side has none, as on Deno
  }

  get readyState(): number {
    return this.#state.readyState;
  }

  get bufferedAmount(): number {
    return this.#state.bufferedAmount;
  }

  get extensions(): string {
    return this.#state.extensions;
  }

  get protocol(): string {
    return this.#state.protocol;
  }

  get binaryType(): string {
    return this.#state.binaryType;
  }

  // W22: other values are ignored (Web IDL 3.7.6, an enumeration).
  set binaryType(value: string) {
    if (value === "blob" || value === "arraybuffer") this.#state.binaryType = value;
  }

  get onopen(): Listener {
    return this.#handlers.get("open");
  }

  set onopen(value: Listener) {
    this.#handlers.set("open", value);
  }

  get onmessage(): Listener {
    return this.#handlers.get("message");
  }

  set onmessage(value: Listener) {
    this.#handlers.set("message", value);
  }

  get onerror(): Listener {
    return this.#handlers.get("error");
  }

  set onerror(value: Listener) {
    this.#handlers.set("error", value);
  }

  get onclose(): Listener {
    return this.#handlers.get("close");
  }

  set onclose(value: Listener) {
    this.#handlers.set("close", value);
  }

  send(data: unknown): void {
    if (arguments.length === 0) {
      throw failure("ERR_SOCKET_SEND", "Cannot send: send() takes a message"); // W25
    }
    this.#state.send(toMessage(data));
  }

  // Defaults, so that its length is 0 as the standard's is.
  close(code: unknown = undefined, reason: unknown = undefined): void {
    this.#state.close(...checkClose(code, reason));
  }
}

// `instanceof` (W21). The constructor stays EventTarget's: Node asks it whether an object is one, and
// to construct with a foreign prototype would give each socket a shape of its own.
if (platform !== undefined) Object.setPrototypeOf(ServerWebSocket.prototype, platform.prototype);

const constants = { CONNECTING, OPEN, CLOSING, CLOSED };
for (const [name, value] of Object.entries(constants)) {
  for (const holder of [ServerWebSocket, ServerWebSocket.prototype]) {
    Object.defineProperty(holder, name, { value, enumerable: true });
  }
}
Object.defineProperty(ServerWebSocket, "name", { value: "WebSocket" });
Object.defineProperty(ServerWebSocket.prototype, Symbol.toStringTag, {
  value: "WebSocket",
  configurable: true,
});
// Members of an interface are enumerable (Web IDL 3.7.6).
for (const [name, member] of Object.entries(
  Object.getOwnPropertyDescriptors(ServerWebSocket.prototype),
)) {
  if (name === "constructor" || !member.configurable) continue;
  Object.defineProperty(ServerWebSocket.prototype, name, { ...member, enumerable: true });
}

/** Makes a socket in CONNECTING, and the machine that drives it. */
export function createSocket(plan: SocketPlan): { socket: WebSocket; state: SocketState } {
  let state!: SocketState;
  const socket = new ServerWebSocket(plan, (made) => (state = made));
  return { socket: socket as unknown as WebSocket, state };
}
