/**
 * One exchange on a host that takes a Response and sends it itself (Bun, Deno, Workers): when it
 * was delivered and when it was lost.
 *
 * @module
 */
import type { HostEncoder } from "./encode.ts";
import type { FetchDecoding } from "./fetched.ts";
import type { InfoSource } from "./host.ts";
import type { HostedBounds } from "./hosted_bounds.ts";
import type { KnownBody } from "./body_facts.ts";
import type { BodyUse } from "./late_body.ts";
import { Outcome } from "./outcome.ts";
import type { Addr } from "./types.ts";
import type { HandshakeLines } from "./upgrade.ts";
import type { Upgrade } from "./upgraded.ts";

/** An answer that is still to come. */
export interface Held {
  readonly promise: Promise<Response>;
  settle(response: Response): void;
}

/** What a host tells of an exchange. */
export interface HostedParts {
  remoteAddr(): Addr;
  /**
   * The platform's own signal of a client that has gone; looked at only when somebody asks for
   * ours, since on Deno looking makes it print a warning.
   */
  lost(): AbortSignal;
  /** Whether the client has gone already, where that can be asked without such an effect. */
  isLost?: () => boolean;
  /**
   * Makes the connection a WebSocket; gives what the platform takes for an answer. The lines are
   * those of the 101, the platform's own among them.
   */
  upgrade(upgrade: Upgrade, lines: HandshakeLines): Response;
  /** HTTP/2: whether a body came although no header says so. */
  hasUnsizedBody?: () => boolean;
  /** Whether a body that has ended was cut, where the platform does not say so (Deno, HTTP/2). */
  isCut?: (() => boolean) | undefined;
  waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
  env?: unknown;
  /** One field of the request's head, where there is a cheaper way to it than its headers. */
  header?(name: string): string | null;
  /** The whole head, where the host can tell it only until the response is out (R48). */
  headerList?(): [string, string][] | undefined;
  /**
   * What to send for a response about which core has nothing to decide: in its own form, not an
   * answer to HEAD. Undefined where the host has something to decide.
   */
  asItIs?(response: Response, known: KnownBody): Response | undefined;
  /**
   * A Response that was not made by the global class is handed on as it is: reading its body would
   * change what is sent (Bun).
   */
  leavesForeign?: boolean;
  /** See the port. */
  encoder?: HostEncoder | undefined;
  /** See {@link FetchDecoding}. */
  readonly fetchDecoding?: FetchDecoding;
  /** What is counted of a request. */
  readonly bounds?: HostedBounds | undefined;
  /** The answer to a request that is refused, after which the connection ends. */
  refuse(status: number): Response;
  /** All of the response was handed over, or its client has gone; may be told again. */
  over?(): void;
  /**
   * The handler takes its time: what to give the platform meanwhile, and whom to tell the answer, where
   * the platform may get another one first (Deno).
   */
  hold?(): Held;
  /** Adds a line to the headers of a response, where there is a cheaper way than `append()`. */
  addLine?(headers: Headers, name: string, value: string): void;
  /** Whether the platform has had another answer to this request, and takes none any more (Deno). */
  isAnswered?(): boolean;
  /** What cuts the streams that are under way: kept where the platform's abort does not (Deno). */
  readonly streams?: Set<() => void>;
  /** See `BodyWatcher`. */
  beforeEnd?(): Promise<void>;
  /** A turn of the host's loop, where the response ends the body of the request: see late_body.ts. */
  turn?(): Promise<void>;
  /** The response goes out while the body of the request is still arriving. */
  arriving?(): void;
}

/** The state of one exchange. */
export class HostedExchange extends Outcome implements InfoSource {
  /** Of the request, since not every host can tell them later (R48). */
  url = "";
  method = "";
  headers: Headers | undefined;
  /** What stands in the place of the platform's stream, where that ends too early. */
  body: ReadableStream<Uint8Array> | undefined;
  /** What was done with the body, where it matters. */
  use: BodyUse | undefined;
  /** More than `limits.discard` may be left of the request: the connection is to end (R51). */
  leavesMuch = false;
  readonly #parts: HostedParts;
  #listening = false;
  #kept: [string, string][] | undefined;

  constructor(parts: HostedParts) {
    super();
    this.#parts = parts;
  }

  remoteAddr(): Addr {
    return this.#parts.remoteAddr();
  }

  /** One field of the request's head; undefined where the host has no way of its own to it. */
  header(name: string): string | null | undefined {
    return this.#parts.header?.(name);
  }

  /** The response is about to go out: keeps what can still be asked for afterwards (R48). */
  keepHead(): void {
    if (this.headers === undefined) this.#kept = this.#parts.headerList?.();
  }

  /** The headers that were kept, where the platform has none any more. */
  keptHeaders(): Headers | undefined {
    return this.#kept === undefined ? undefined : new Headers(this.#kept);
  }

  waitUntil(promise: Promise<unknown>): void {
    this.#parts.waitUntil?.(promise);
  }

  get env(): unknown {
    return this.#parts.env;
  }

  override completed(): Promise<void> {
    this.#listen();
    return super.completed();
  }

  override get signal(): AbortSignal {
    this.#listen();
    return super.signal;
  }

  /** As far as that is known. */
  override get isGone(): boolean {
    if (!super.isGone && this.#parts.isLost?.()) this.gone();
    return super.isGone;
  }

  override delivered(): void {
    super.delivered();
    this.#parts.over?.();
  }

  override gone(): void {
    super.gone();
    this.#parts.over?.();
  }

  /** See {@link HostedParts}. */
  get hasUnsizedBody(): boolean {
    return this.#parts.hasUnsizedBody?.() ?? false;
  }

  /** Whether the platform ends the body of the request with the response: see late_body.ts. */
  get endsBody(): boolean {
    return this.#parts.turn !== undefined;
  }

  /** Whether {@link wasCut} has to be asked at the end of a body. */
  get mayBeCut(): boolean {
    return this.#parts.isCut !== undefined;
  }

  /** R41: the body ended before its end; the reason then. Not asked after the response is out. */
  wasCut(): DOMException | undefined {
    if (this.isDelivered || this.#parts.isCut?.() !== true) return undefined;
    this.gone();
    return this.cut();
  }

  #listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    const lost = this.#parts.lost();
    if (lost.aborted) this.gone();
    // R62: after a normal end nobody hears of it any more; Deno aborts its own signal then.
    else lost.addEventListener("abort", () => this.gone(), { once: true });
  }
}
