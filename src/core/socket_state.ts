/**
 * The states of a WebSocket, and what happens in each: the same on all hosts. The object that the
 * user has is `web_socket.ts`, the connection below it `transport.ts`.
 *
 * @module
 */
import { closeEvent, errorEvent, messageEvent } from "./events.ts";
import { IdleTimer } from "./idle.ts";
import { sizeOf, type OutgoingMessage } from "./outgoing_message.ts";
import { CLOSED, CLOSING, CONNECTING, OPEN } from "./ready_state.ts";
import type { ReadyState, SocketPlan } from "./ready_state.ts";
import { SendQueue } from "./send_queue.ts";
import { later, type Timer } from "./timer.ts";
import type { SocketLimits, Transport, TransportEvents } from "./transport.ts";

type Close = [code: number | undefined, reason: string];

/** The machine behind one socket. */
export class SocketState implements TransportEvents {
  readyState: ReadyState = CONNECTING;
  binaryType: "blob" | "arraybuffer" = "arraybuffer"; // W22
  readonly #plan: SocketPlan;
  readonly #dispatch: (event: Event) => void;
  #transport: Transport | undefined;
  #limits: SocketLimits | undefined;
  #queue: SendQueue | undefined;
  #idle: IdleTimer | undefined;
  #deadline: Timer | undefined;
  #onClosed: (() => void) | undefined;
  /** `close()` was called and the frame is not on its way. */
  #asked: Close | undefined;
  #over = false;
  /** `bufferedAmount` of a socket that is not open: it only grows (W26, W27). */
  #unsent = 0;

  constructor(plan: SocketPlan, dispatch: (event: Event) => void) {
    this.#plan = plan;
    this.#dispatch = dispatch;
  }

  get protocol(): string {
    return this.readyState === CONNECTING ? "" : this.#plan.protocol; // W21
  }

  get extensions(): string {
    return this.readyState === CONNECTING ? "" : (this.#transport?.extensions ?? "");
  }

  get bufferedAmount(): number {
    return this.readyState === OPEN ? this.#waiting() : this.#unsent;
  }

  /** The 101 is out. `open` follows in a turn of its own, so that listeners can be there (W24). */
  opened(transport: Transport, limits: SocketLimits, onClosed: () => void): void {
    this.#transport = transport;
    this.#limits = limits;
    this.#onClosed = onClosed;
    if (this.#asked !== undefined) {
      this.#sendClose(this.#asked); // W42
      return;
    }
    queueMicrotask(() => {
      if (this.readyState !== CONNECTING || this.#over) return;
      this.readyState = OPEN;
      if (this.#plan.idle > 0 && transport.ping !== undefined) this.#watch(transport);
      this.#dispatch(new Event("open"));
    });
  }

  /** W25 to W27. */
  send(message: OutgoingMessage): void {
    if (this.readyState === CONNECTING) {
      throw new DOMException("'readyState' not OPEN", "InvalidStateError"); // W23
    }
    if (this.readyState !== OPEN) {
      this.#unsent += sizeOf(message);
      return;
    }
    // What was waiting before: a message that is larger than the bound is no sign of a peer that
    // does not read.
    if (this.#waiting() > this.#limits!.buffer) {
      this.closed(1006, "", false, "The peer does not read: too much is waiting to be sent");
      this.#transport!.terminate?.();
      return;
    }
    if (this.#queue === undefined && !(message instanceof Blob)) {
      this.#transport!.send(message);
      return;
    }
    this.#queue ??= new SendQueue((ready) => this.#transport!.send(ready));
    this.#queue.push(message, () => {
      this.#queue = undefined;
      if (this.#asked !== undefined) this.#sendClose(this.#asked);
    });
  }

  /** W36, W39, W42; the arguments were checked. */
  close(code: number | undefined, reason: string): void {
    if (this.readyState >= CLOSING) return;
    const connected = this.readyState === OPEN;
    this.#leaveOpen();
    // WHATWG WebSockets 3.1, close(), step 4: a reason without a code goes out with 1000.
    const close: Close = [code ?? (reason === "" ? undefined : 1000), reason];
    if (connected && this.#queue === undefined) this.#sendClose(close);
    else this.#asked = close;
  }

  /** W49: the server goes; nobody waits for an answer. */
  goAway(): void {
    const reason = "Server shutting down";
    if (this.readyState <= OPEN) this.#leaveOpen();
    else if (this.#asked === undefined) {
      // The close frame is out: W50.
      this.closed(1006, "", false, "The server was shut down before the peer answered");
      this.#transport?.release?.();
      return;
    }
    this.closed(1001, reason, true);
    this.#transport?.close(1001, reason);
    this.#transport?.release?.();
  }

  /** W51, and an upgrade that came to nothing (W15). */
  abort(why: string): void {
    this.closed(1006, "", false, why);
    this.#transport?.terminate?.();
  }

  message(data: string | ArrayBuffer): void {
    this.#idle?.touch(); // W47
    if (this.readyState !== OPEN) return; // W41
    const size = typeof data === "string" ? data.length : data.byteLength;
    if (size > this.#limits!.message) {
      // Where the host's own parser has no such bound. RFC 6455 7.4.1.
      this.closed(1006, "", false, "The message is larger than limits.webSocketMessage");
      this.#transport!.close(1009, "");
      this.#transport!.release?.();
      return;
    }
    const blob = typeof data !== "string" && this.binaryType === "blob";
    this.#dispatch(messageEvent(blob ? new Blob([data]) : data));
  }

  pong(): void {
    this.#idle?.touch();
  }

  closing(): void {
    if (this.readyState < CLOSING) this.#leaveOpen();
  }

  closed(code: number, reason: string, wasClean: boolean, error?: string): void {
    if (this.#over) return; // W48: one close event
    this.#over = true;
    if (this.readyState < CLOSING) this.#leaveOpen();
    this.#idle?.stop();
    this.#deadline?.cancel();
    // Never within a call of the user's: Bun tells of the end within `close()`.
    queueMicrotask(() => {
      this.readyState = CLOSED;
      this.#onClosed?.();
      if (!wasClean) this.#dispatch(errorEvent(error ?? "The connection was lost")); // W30, W32
      this.#dispatch(closeEvent(code, reason, wasClean));
    });
  }

  #waiting(): number {
    return this.#transport!.buffered() + (this.#queue?.size ?? 0);
  }

  #leaveOpen(): void {
    if (this.readyState === OPEN) this.#unsent = this.#waiting();
    this.readyState = CLOSING;
  }

  #sendClose([code, reason]: Close): void {
    this.#asked = undefined;
    if (this.#over) return;
    this.#transport!.close(code, reason);
    // W40: a peer that does not answer is not waited for.
    this.#deadline = later(this.#limits!.close, () =>
      this.abort("The peer did not answer the close frame"),
    );
  }

  #watch(transport: Transport): void {
    this.#idle = new IdleTimer(this.#plan.idle, {
      ping: () => transport.ping!(),
      expired: () => {
        const reason = "No response from ping frame."; // W46
        this.closed(1001, reason, false, reason); // first: Bun tells of the end within close()
        transport.close(1001, reason);
        transport.release?.();
      },
    });
  }
}
