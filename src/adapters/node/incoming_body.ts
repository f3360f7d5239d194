/**
 * What is known of the body of a request: how much of it has come, who reads it, and why it cannot
 * be read to its end.
 *
 * @module
 */
import type { Readable } from "node:stream";
import { bodyDiscarded, bodyTooLarge, bodyTooLate } from "../../core/errors.ts";
import type { LimitValues, TimeoutValues } from "../../core/host.ts";
import { Outcome } from "../../core/outcome.ts";

/** The half of an exchange that comes in. */
export abstract class IncomingBody extends Outcome {
  #broken: unknown;
  #onBroken: ((reason: unknown) => void) | undefined;
  /** See {@link bodyArrived}. */
  #arrived = false;
  #length: number | undefined;
  #kept: Buffer | undefined;
  #taken = false;
  #stream: ReadableStream | undefined;
  #begun = false;
  #handedOver = false;
  #onDropped: (() => void) | undefined;
  #dropped = 0;

  /** What this exchange may cost (E06). */
  abstract readonly bounds: { readonly limits: LimitValues; readonly timeouts: TimeoutValues };
  /** Whether the request has a body to give (R31, R33). */
  abstract readonly hasBody: boolean;
  /** The bytes of the body. */
  abstract readonly input: Readable;
  /** The body came to its end, in contrast to its stream. */
  abstract readonly inputComplete: boolean;

  /** A body is coming: notes whether it is here already. */
  expectBody(declared: string | undefined): void {
    this.#length = declared === undefined ? undefined : Number(declared);
    this.#arrived = this.#length === this.input.readableLength;
  }

  /**
   * R48: a body that has arrived and that nobody has read stays readable when the response is out;
   * Node would throw it away.
   */
  keepBody(): void {
    if (this.#onBroken === undefined && this.isHere && !this.#taken) {
      this.#kept = this.readHere() ?? (this.isWhole ? EMPTY : undefined);
    } else if (this.#stream?.locked === true) {
      this.input.read(0); // its reader may begin a turn later: till then node:http would drop it (R49)
    }
  }

  /**
   * All of the body, for its one reader, where every byte has come: nothing need be listened to. It is
   * what {@link keepBody} kept where that was before.
   */
  takeBody(): Buffer | undefined {
    if (this.#kept !== undefined) return this.#kept;
    if (!this.isWhole || this.#taken || this.#onBroken !== undefined) return undefined;
    if (this.#broken !== undefined || this.isGone) return undefined;
    if (this.input.readableLength > this.bodyRoom) return undefined; // E06: told as it is read
    this.#taken = true;
    return this.readHere() ?? EMPTY;
  }

  /** Reads all of the body, which lies in Node's buffer. */
  protected readHere(): Buffer | null {
    return readAll(this.input);
  }

  /** Whether all of the body lies in Node's buffer, so that it can be taken at once. */
  protected get isWhole(): boolean {
    return this.#arrived;
  }

  /** The same when the response goes out. */
  protected get isHere(): boolean {
    return this.isWhole;
  }

  /**
   * The response is out and all of the body is there: it goes to its reader, however slow, since
   * until then the stream of the exchange cannot end (HTTP/2).
   */
  handOver(): void {
    this.#handedOver = true;
    this.input.resume();
  }

  /** See {@link handOver}. */
  get handedOver(): boolean {
    return this.#handedOver;
  }

  /** How many bytes the body has, where its head says so. */
  get bodyLength(): number | undefined {
    return this.#length;
  }

  /** The last byte of the body was read. */
  bodyRead(): void {
    this.#arrived = true;
  }

  /**
   * Whether nothing of the body is still on its way (R50): it ended, or all that its length says
   * lay in Node's buffer when the request was dispatched.
   */
  get bodyArrived(): boolean {
    return this.#arrived || this.inputComplete || !this.hasBody;
  }

  /** Somebody reads the body, or holds a reader of it; to have its stream is not to read it. */
  get bodyTaken(): boolean {
    return this.#begun || this.#taken || this.#stream?.locked === true;
  }

  /** Somebody has its stream. */
  bodyShown(stream: ReadableStream): void {
    this.#stream = stream;
  }

  /** The first read of it. */
  bodyBegun(): void {
    this.#begun = true;
  }

  /** Tells the one reader of the body that it cannot be read to its end. */
  onBodyBroken(listener: (reason: unknown) => void): void {
    if (this.#broken !== undefined) listener(this.#broken);
    else this.#onBroken = listener;
  }

  /** R39: the client sends no more, in the middle of a body; it may still read a response. */
  bodyCut(): void {
    this.breakBody(this.cut());
  }

  /** The body cannot be read to its end. */
  breakBody(reason: unknown): void {
    this.#broken ??= reason;
    this.#onBroken?.(this.#broken);
  }

  /** R50: the response is out, nobody has read, and what still comes is thrown away. */
  bodyDiscarded(): void {
    this.breakBody(bodyDiscarded());
  }

  /** E06: what its reader has seen of the body is more than `limits.bodySize`. */
  bodyTooLarge(): void {
    this.refusal = 413;
    this.breakBody(bodyTooLarge(this.bounds.limits.bodySize));
    this.input.pause();
    this.bodyDropped();
  }

  /** E06: the body did not arrive within `timeouts.request`. */
  bodyTooLate(): void {
    if (this.bodyTaken) this.refusal = 408;
    this.breakBody(bodyTooLate(this.bounds.timeouts.request));
  }

  /** How many bytes the reader of a body may still get, when its head does not say how many come. */
  get bodyRoom(): number {
    return this.#length === undefined ? this.bounds.limits.bodySize : Infinity;
  }

  /** Nobody wants the rest of the body any more (R52). */
  bodyDropped(): void {
    this.#onBroken = undefined;
    this.#begun = false;
    this.#onDropped?.();
  }

  /** Something of the unwanted rest came; false when it is enough (R51). */
  dropped(bytes: number): boolean {
    this.#dropped += bytes;
    return this.#dropped <= this.bounds.limits.discard;
  }

  /** Runs when the reader of the body gives up. */
  onBodyDropped(listener: () => void): void {
    this.#onDropped = listener;
  }
}

const EMPTY = Buffer.alloc(0);

/** All that lies in the buffer: Node 26 gives one piece at a time. */
export function readAll(input: Readable): Buffer | null {
  const read = (): Buffer | null => input.read() as Buffer | null;
  const first = read();
  if (first === null || input.readableLength === 0) return first;
  const pieces = [first];
  for (let next = read(); next !== null; next = read()) pieces.push(next);
  return Buffer.concat(pieces);
}
