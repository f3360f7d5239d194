/**
 * What Bun tells of one exchange.
 *
 * @module
 */
import type { KnownBody } from "../../core/body_facts.ts";
import type { HostEncoder } from "../../core/encode.ts";
import type { FetchDecoding } from "../../core/fetched.ts";
import type { HostedBounds } from "../../core/hosted_bounds.ts";
import type { HostedParts } from "../../core/hosted_exchange.ts";
import { nativeBody, nativeHeaders, nativeSignal } from "../../core/hosted_state.ts";
import type { Addr } from "../../core/types.ts";
import type { HandshakeLines } from "../../core/upgrade.ts";
import type { Sockets, Upgrade } from "../../core/upgraded.ts";
import { encoder, fetchDecoding } from "./encode.ts";
import { IdleClock } from "./idle.ts";
import { nextTurn } from "./perform.ts";
import { upgrade, type Connection } from "./websocket.ts";

/** What all exchanges of a listener have in common. */
export interface ServerParts {
  readonly addr: Addr;
  readonly sockets: Sockets;
  readonly bounds: HostedBounds | undefined;
  /** Seconds; 0 for never. */
  readonly idle: number;
  /** X08: every answer says that the connection closes. */
  draining: boolean;
}

/** What Bun tells of an exchange. */
export class Parts implements HostedParts {
  readonly #native: Request;
  readonly #bun: Bun.Server<Connection>;
  readonly #server: ServerParts;
  #clock: IdleClock | undefined;
  readonly #closes: boolean;
  isArriving = false;

  /** @param closes R58: the client has asked for the end of the connection. */
  constructor(native: Request, bun: Bun.Server<Connection>, server: ServerParts, closes: boolean) {
    this.#closes = closes;
    this.#native = native;
    this.#bun = bun;
    this.#server = server;
  }

  get leavesForeign(): boolean {
    return true;
  }

  get encoder(): HostEncoder {
    return encoder;
  }

  get fetchDecoding(): FetchDecoding {
    return fetchDecoding;
  }

  get bounds(): HostedBounds | undefined {
    return this.#server.bounds;
  }

  /** The connection ends behind the response. */
  get isEnding(): boolean {
    return this.isArriving || this.#server.draining;
  }

  /** R59: the exchange is one that Bun's clock would not wait for. */
  waits(): void {
    if (this.#server.idle === 0) return;
    this.#clock ??= new IdleClock(this.#native, this.#bun, this.#server.idle);
    this.#clock.stop();
  }

  /** It is through. */
  ends(): void {
    this.#clock?.start();
  }

  beforeEnd(): Promise<void> {
    this.ends();
    return nextTurn();
  }

  /** Bun tells of a body when the handler has returned: a turn later all is there that has come. */
  turn(): Promise<void> {
    return nextTurn();
  }

  /** R50: Bun takes the rest of the body for what the client sends next (1.4.5). */
  arriving(): void {
    this.isArriving = true;
  }

  remoteAddr(): Addr {
    const { addr } = this.#server;
    if (addr.transport === "unix") return addr;
    const ip = this.#bun.requestIP(this.#native);
    return { transport: "tcp", hostname: ip?.address ?? "", port: ip?.port ?? 0 };
  }

  lost(): AbortSignal {
    return nativeSignal.call(this.#native);
  }

  header(name: string): string | null {
    return nativeHeaders.call(this.#native).get(name);
  }

  hasUnsizedBody(): boolean {
    return nativeBody.call(this.#native) !== null;
  }

  isLost(): boolean {
    return nativeSignal.call(this.#native).aborted;
  }

  asItIs(response: Response, known: KnownBody): Response | undefined {
    // P16: see perform.ts.
    if (known.type === undefined || this.isEnding || this.#closes) return undefined;
    this.ends();
    return response;
  }

  refuse(status: number): Response {
    return refuse(status);
  }

  upgrade(accepted: Upgrade, lines: HandshakeLines): Response {
    const connection = { upgrade: accepted, sockets: this.#server.sockets };
    const done = upgrade(this.#bun, this.#native, connection, lines);
    if (done) return undefined as never; // what Bun wants to see
    accepted.abandon();
    return refuse(400);
  }
}

/** What the client gets whose request was none. */
export function refuse(status: number): Response {
  return new Response(null, { status, headers: { connection: "close" } });
}
