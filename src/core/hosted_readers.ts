/**
 * The methods that read the body of a platform's own Request (Bun, Deno, Workers).
 *
 * @module
 */
import { refusalOf } from "./errors.ts";
import { Hosted, hasBody } from "./hosted_state.ts";
import type { HostedExchange } from "./hosted_exchange.ts";
import { BodyUse } from "./late_body.ts";
import { uncut } from "./uncut.ts";

const { prototype } = globalThis.Request;
const nativeText = prototype.text;

/** How the platform's readers differ. */
export interface ReaderQuirks {
  /** In the place of its `formData()`, where that takes what is no form, or says so otherwise (R45). */
  formData?(request: Request): Promise<unknown>;
  /** The text of a body that is all there, taken; undefined for any other. */
  textAtOnce?(request: Request): string | undefined;
  /** Its streams are none of bytes, and give no BYOB reader (E09). */
  noByteBodies?: boolean;
}

/** The methods that read a body: a loss that they notice is one for the signal too (R64). */
export function readers(quirks: ReaderQuirks): PropertyDescriptorMap {
  const methods: PropertyDescriptorMap = {};
  const { textAtOnce } = quirks;
  for (const name of READINGS) {
    const native = (prototype as unknown as Record<string, unknown>)[name];
    if (typeof native !== "function") continue;
    const readAs = readerOf(name, native as () => Promise<unknown>, quirks);
    const value = function (this: Hosted): Promise<unknown> {
      // R31: workerd would hand over the bytes that came with a GET.
      if (!hasBody(this)) return empty(name, this);
      if (name === "text" || name === "json") {
        const text = textAtOnce?.(this as never);
        if (text !== undefined)
          return name === "text" ? Promise.resolve(text) : new Promise((yes) => yes(parse(text)));
      }
      const exchange = Hosted.exchange(this);
      const kept = exchange.use?.kept;
      if (kept !== undefined) return kept[name]() as Promise<unknown>;
      const read = readAs(this);
      watch(read, exchange);
      return read;
    };
    methods[name] = { value };
  }
  return methods;
}

function readerOf(
  name: Reading,
  native: () => Promise<unknown>,
  { formData }: ReaderQuirks,
): (request: Hosted) => Promise<unknown> {
  const whole = (request: Hosted, reading: Promise<unknown>): Promise<unknown> =>
    Hosted.exchange(request).mayBeCut ? reading.then((value) => uncut(request, value)) : reading;
  // Deno's json() stumbles over a byte order mark (2.9.6), its text() drops it.
  if (name === "json") {
    return (request) => whole(request, nativeText.call(request)).then(parse);
  }
  if (name === "formData" && formData !== undefined) return (request) => formData(request as never);
  return (request) => whole(request, native.call(request));
}

function parse(text: unknown): unknown {
  return JSON.parse(text as string);
}

/** Notes the reading where its end matters (late_body.ts), and its failure (R64). */
function watch(read: Promise<unknown>, exchange: HostedExchange): void {
  const failed = (error: unknown): void => {
    // A SyntaxError of json() and a TypeError of formData() or a second reading are no loss, nor is
    // a body that we refused.
    if (error instanceof SyntaxError || error instanceof TypeError) return;
    if (refusalOf(error) === undefined) exchange.gone();
  };
  if (!exchange.endsBody) {
    read.then(undefined, failed);
    return;
  }
  const use = (exchange.use ??= new BodyUse());
  use.reading = read;
  read.then(
    () => void (use.reading = undefined),
    (error: unknown) => {
      use.reading = undefined;
      failed(error);
    },
  );
}

const READINGS = ["text", "json", "arrayBuffer", "blob", "bytes", "formData"] as const;
type Reading = (typeof READINGS)[number];

/** What a request without a body reads as: as the platform reads an empty Response. */
function empty(name: Reading, of: Hosted) {
  const type = Hosted.headers(of).get("content-type");
  const response = new Response(null, type === null ? {} : { headers: { "content-type": type } });
  return response[name]() as Promise<unknown>;
}
