/**
 * The package `ws`, loaded with the first handshake: a server without WebSockets does not pay for
 * it (20 to 45 ms, Node 20 to 26). Its frame parser and its compression are used, not its sockets.
 *
 * @module
 */
import type { Duplex, Writable } from "node:stream";

/** Negotiated extensions, by name. */
export type Extensions = Record<string, PerMessageDeflate>;

/** What @types/ws does not declare. */
export interface Ws {
  Receiver: new (options: {
    isServer: boolean;
    binaryType: "arraybuffer";
    maxPayload: number;
    maxBufferedChunks: number;
    maxFragments: number;
    extensions: Extensions;
  }) => Writable;
  Sender: new (stream: Duplex, extensions: Extensions) => Sender;
  PerMessageDeflate: {
    new (options: { isServer: boolean; maxPayload: number }): PerMessageDeflate;
    readonly extensionName: string;
  };
  extension: {
    parse(header: string): Record<string, object[]>;
    format(extensions: Record<string, object[]>): string;
  };
}

/** RFC 7692. */
export interface PerMessageDeflate {
  readonly params: object;
  accept(offers: object[]): void;
  cleanup(): void;
}

/** Frames for a peer with which an extension was negotiated. */
export interface Sender {
  send(
    data: string | Uint8Array,
    options: { binary: boolean; compress: boolean; fin: boolean; mask: boolean },
    done: () => void,
  ): void;
  ping(data: Uint8Array, mask: boolean): void;
  pong(data: Uint8Array, mask: boolean): void;
  close(code: number | undefined, reason: string, mask: boolean): void;
}

let loaded: Ws | undefined;
let loading: Promise<Ws> | undefined;

/** The package, if it is there already. */
export function loadedWs(): Ws | undefined {
  return loaded;
}

/** Loads it once. */
export function loadWs(): Promise<Ws> {
  loading ??= import("ws").then((module) => (loaded = module as unknown as Ws));
  return loading;
}
