/**
 * What Deno tells of one exchange.
 *
 * @module
 */
import type { FetchDecoding } from "../../core/fetched.ts";
import type { HostEncoder } from "../../core/encode.ts";
import type { KnownBody } from "../../core/body_facts.ts";
import type { HostedBounds } from "../../core/hosted_bounds.ts";
import type { HostedParts } from "../../core/hosted_exchange.ts";
import { nativeSignal } from "../../core/hosted_state.ts";
import type { Addr } from "../../core/types.ts";
import type { HandshakeLines } from "../../core/upgrade.ts";
import type { Sockets, Upgrade } from "../../core/upgraded.ts";
import { encoder } from "./encode.ts";
import type { Farewell } from "./farewell.ts";
import { announcesBody, fieldOf, type Head } from "./head.ts";
import { linesOf } from "./header_lines.ts";
import { header, isHttp2, onLeft } from "./inner.ts";
import type { Entry, Pending } from "./pending.ts";
import { refuse } from "./perform.ts";
import { upgrade } from "./websocket.ts";

/** What all exchanges of a listener have in common. */
export interface ServerParts {
  readonly sockets: Sockets;
  readonly pending: Pending;
  readonly bounds: HostedBounds | undefined;
  readonly farewell: Farewell;
}

/** What the fetch() of Deno decodes (2.9.6), and leaves in the headers. */
const FETCH_DECODING: FetchDecoding = { codings: ["gzip", "br"], several: false };

/** What Deno tells of an exchange. */
export class Parts implements HostedParts {
  readonly encoder: Required<HostEncoder> = encoder;
  readonly fetchDecoding: FetchDecoding = FETCH_DECODING;
  readonly bounds: HostedBounds | undefined;
  readonly streams: Set<() => void>;
  /** R41: Deno ends a body of HTTP/2 that was cut; its signal tells, when it was asked for before. */
  readonly isCut: (() => boolean) | undefined;
  readonly #native: Request;
  readonly #remote: Addr;
  readonly #server: ServerParts;
  readonly #http2: boolean;
  readonly #head: Head;
  /** Whether a body comes with it. */
  readonly #upload: boolean;
  #entry: Entry | undefined;
  #open = true;
  #looked = false;
  #left = false;

  /** @param remote Read at once: Deno cannot tell it any more when the response is out (R48). */
  constructor(native: Request, remote: Addr, head: Head, server: ServerParts) {
    const http2 = isHttp2(head.host);
    this.bounds = server.bounds;
    this.streams = server.pending.streams;
    if (http2) server.farewell.http2 = true;
    this.isCut = undefined;
    if (http2 && native.body !== null) {
      this.#looked = true;
      const lost = nativeSignal.call(native);
      const isCut = (): boolean => lost.aborted;
      this.isCut = isCut; // see core/info.ts
    }
    this.#upload = this.isCut !== undefined || (!http2 && announcesBody(head));
    server.farewell.begin(this.#upload);
    this.#http2 = http2;
    this.#head = head;
    this.#native = native;
    this.#remote = remote;
    this.#server = server;
  }

  refuse(status: number): Response {
    return refuse(status, this.#http2);
  }

  /**
   * The handler takes its time. Over HTTP/2 Deno's signal does not tell of a client that had left
   * before anybody looked at it (2.9.5), so somebody looks; after a look it is the signal that knows.
   */
  waits(): void {
    if (!this.#http2 || this.#looked) return;
    onLeft(this.#native, () => {
      this.#left = !this.#looked;
    });
  }

  hold(): Entry {
    return (this.#entry = this.#server.pending.hold(this));
  }

  /** Whether the client has left, as far as can be told without looking. */
  get hasLeft(): boolean {
    return this.#left;
  }

  remoteAddr(): Addr {
    return this.#remote;
  }

  lost(): AbortSignal {
    this.#looked = true;
    return nativeSignal.call(this.#native);
  }

  header(name: string): string | null {
    const { list } = this.#head;
    return list === undefined ? header(this.#native, name) : fieldOf(list, name);
  }

  headerList(): [string, string][] | undefined {
    return this.#head.list;
  }

  hasUnsizedBody(): boolean {
    // R14: HTTP/2 may have a Host, too. Better an empty stream than a body that is not seen.
    return this.isCut !== undefined || this.#head.lower;
  }

  isAnswered(): boolean {
    return this.#entry?.isAnswered === true;
  }

  asItIs(response: Response, known: KnownBody): Response | undefined {
    if (this.#http2 || this.#server.pending.draining) return undefined;
    // Counting the bytes of a text costs more than the rest; those of a short one do not matter.
    if (known.least === undefined || known.least > 20_000) {
      this.#server.farewell.sent(known.size ?? 0);
    }
    return response;
  }

  /** `append()` asks in three patterns whether they may be sent (2.9.6). */
  addLine(headers: Headers, name: string, value: string): void {
    const lines = linesOf(headers);
    if (lines === undefined) headers.append(name, value);
    else lines.push([name, value]);
  }

  over(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#server.farewell.end(this.#native, this.#upload);
  }

  upgrade(accepted: Upgrade, lines: HandshakeLines): Response {
    this.#entry?.keep();
    return upgrade(this.#native, accepted, this.#server.sockets, lines);
  }
}
