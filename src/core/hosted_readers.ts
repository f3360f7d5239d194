/**
 * The methods that read the body of a platform's own Request (Bun, Deno, Workers).
 *
 * @module
 */
import { refusalOf } from "./errors.ts";
import { Hosted, hasBody } from "./hosted_state.ts";
import { useOf } from "./hosted_use.ts";
import { uncut } from "./uncut.ts";

const { prototype } = globalThis.Request;
const nativeText = prototype.text;

/** How the platform's readers differ. */
export interface ReaderQuirks {
  /** In the place of its `formData()`, where that takes what is no form, or says so otherwise (R45). */
  formData?(request: Request): Promise<unknown>;
  /** Its streams are none of bytes, and give no BYOB reader (E09). */
  noByteBodies?: boolean;
}

/** The methods that read a body: a loss that they notice is one for the signal too (R64). */
export function readers(quirks: ReaderQuirks): PropertyDescriptorMap {
  const methods: PropertyDescriptorMap = {};
  for (const name of READINGS) {
    const native = (prototype as unknown as Record<string, unknown>)[name];
    if (typeof native !== "function") continue;
    const value = function (this: Hosted): Promise<unknown> {
      // R31: workerd would hand over the bytes that came with a GET.
      if (!hasBody(this)) return empty(name, this);
      const use = useOf(this);
      if (use.kept !== undefined) return use.kept[name]() as Promise<unknown>;
      // Deno's json() stumbles over a byte order mark (2.9.5), its text() drops it.
      const whole = (reading: Promise<unknown>): Promise<unknown> =>
        Hosted.exchange(this).mayBeCut ? reading.then((value) => uncut(this, value)) : reading;
      const read =
        name === "json"
          ? whole(nativeText.call(this)).then((text) => JSON.parse(text as string) as unknown)
          : name === "formData" && quirks.formData !== undefined
            ? quirks.formData(this as never)
            : whole((native as () => Promise<unknown>).call(this));
      use.reading = read;
      read.then(
        () => void (use.reading = undefined),
        (error: unknown) => {
          use.reading = undefined;
          // A SyntaxError of json() and a TypeError of formData() or a second reading are no loss,
          // nor is a body that we refused.
          if (error instanceof SyntaxError || error instanceof TypeError) return;
          if (refusalOf(error) === undefined) Hosted.exchange(this).gone();
        },
      );
      return read;
    };
    methods[name] = { value };
  }
  return methods;
}

const READINGS = ["text", "json", "arrayBuffer", "blob", "bytes", "formData"] as const;
type Reading = (typeof READINGS)[number];

/** What a request without a body reads as: as the platform reads an empty Response. */
function empty(name: Reading, of: Hosted) {
  const type = Hosted.headers(of).get("content-type");
  const response = new Response(null, type === null ? {} : { headers: { "content-type": type } });
  return response[name]() as Promise<unknown>;
}
