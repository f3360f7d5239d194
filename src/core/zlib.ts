/**
 * An encoder over a library of the shape of node:zlib, which the adapters for Node, Bun and Deno hand
 * in.
 *
 * `CompressionStream` will not do: but for Deno no runtime flushes it, so that a stream of events
 * would wait for its end; it has no levels, and on Node 20 to 24 it reads ahead without a bound.
 *
 * @module
 */
import type { ContentCoding } from "./codings.ts";
import type { BodyEncoder, HostEncoder } from "./encode.ts";

/** What is used of the library. */
export interface ZlibLibrary {
  readonly constants: Readonly<Record<string, unknown>>;
  gzipSync(bytes: Uint8Array, options: object): Uint8Array<ArrayBuffer>;
  brotliCompressSync(bytes: Uint8Array, options: object): Uint8Array<ArrayBuffer>;
  /** Node 22.15 and newer. */
  zstdCompressSync?(bytes: Uint8Array, options: object): Uint8Array<ArrayBuffer>;
  createGzip(options: object): ZlibStream;
  createBrotliCompress(options: object): ZlibStream;
  createZstdCompress?(options: object): ZlibStream;
}

/** What is used of its streams. */
export interface ZlibStream {
  on(event: string, listener: (value: never) => void): unknown;
  read(): Uint8Array | null;
  write(bytes: Uint8Array, done: (error?: Error | null) => void): boolean;
  end(): unknown;
  destroy(): unknown;
}

/** The codings that a library has. */
export function zlibCodings(library: ZlibLibrary): readonly ContentCoding[] {
  return Object.freeze(
    library.zstdCompressSync === undefined ? ["br", "gzip"] : ["br", "gzip", "zstd"],
  ) as readonly ContentCoding[];
}

/** Makes the encoder. */
export function zlibEncoder(library: ZlibLibrary): Required<HostEncoder> {
  return {
    whole(bytes, coding, level) {
      const options = optionsOf(library, coding, level, bytes.byteLength);
      if (coding === "br") return library.brotliCompressSync(bytes, options);
      if (coding === "gzip") return library.gzipSync(bytes, options);
      return library.zstdCompressSync!(bytes, options);
    },
    start(coding, level, size) {
      const options = optionsOf(library, coding, level, size);
      if (coding === "br") return new Pieces(library.createBrotliCompress(options));
      if (coding === "gzip") return new Pieces(library.createGzip(options));
      return new Pieces(library.createZstdCompress!(options));
    },
  };
}

function optionsOf(
  { constants }: ZlibLibrary,
  coding: ContentCoding,
  level: number,
  size: number | undefined,
): object {
  const value = (name: string): number => constants[name] as number;
  if (coding === "gzip") {
    return size === undefined ? { level, flush: value("Z_SYNC_FLUSH") } : { level };
  }
  if (coding === "zstd") {
    const params = { [value("ZSTD_c_compressionLevel")]: level };
    return size === undefined ? { params, flush: value("ZSTD_e_flush") } : { params };
  }
  const quality = { [value("BROTLI_PARAM_QUALITY")]: level };
  return size === undefined
    ? { params: quality, flush: value("BROTLI_OPERATION_FLUSH") }
    : {
        params: {
          ...quality,
          [value("BROTLI_PARAM_SIZE_HINT")]: size,
          // A window that holds the body: the default one takes megabytes to set up.
          [value("BROTLI_PARAM_LGWIN")]: Math.min(
            22,
            Math.max(16, Math.ceil(Math.log2(size + 16))),
          ),
        },
      };
}

/** A stream of the library, of which every write is answered with what came of it. */
class Pieces implements BodyEncoder {
  readonly #stream: ZlibStream;
  #out: Uint8Array[] = [];
  #settle: ((error?: Error | null) => void) | undefined;

  constructor(stream: ZlibStream) {
    this.#stream = stream;
    // Taken as it comes: the stream goes on only when what it has made is taken.
    stream.on("readable", () => this.#take());
    stream.on("end", () => this.#settle?.());
    stream.on("close", () => this.#settle?.());
    stream.on("error", (error: Error) => this.#settle?.(error));
  }

  write(bytes: Uint8Array): Promise<Uint8Array[]> {
    return this.#after(() => this.#stream.write(bytes, (error) => this.#settle?.(error)));
  }

  finish(): Promise<Uint8Array[]> {
    return this.#after(() => this.#stream.end());
  }

  close(): void {
    this.#stream.destroy();
  }

  #after(act: () => void): Promise<Uint8Array[]> {
    return new Promise((resolve, reject) => {
      const settle = (error?: Error | null): void => {
        this.#settle = undefined;
        if (error) {
          reject(error);
          return;
        }
        this.#take();
        const out = this.#out;
        this.#out = [];
        resolve(out);
      };
      this.#settle = settle;
      act();
    });
  }

  #take(): void {
    for (let chunk = this.#stream.read(); chunk !== null; chunk = this.#stream.read()) {
      this.#out.push(chunk);
    }
  }
}
