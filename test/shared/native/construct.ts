/**
 * E09: what the constructors and static methods give and refuse, in our own words after the Fetch
 * standard: the same for the global classes as for those taken before.
 *
 * @module
 */
import type { InsideApi, InsideCase, Natives } from "../inside/case.ts";
import { oneOf } from "../match.ts";
import { makes, outcomeOf } from "./within.ts";

type Classes = Pick<Natives, "Request" | "Response" | "Headers">;

/** What the global classes do is what the platform's own do, or what the standard says. */
const alike = (
  id: string,
  title: string,
  call: (classes: Classes) => unknown,
  wanted: unknown,
): InsideCase => ({
  ...makes(
    id,
    title,
    async ({ natives }: InsideApi) => {
      const ours = await call({ Request, Response, Headers });
      const theirs = await call(natives);
      return JSON.stringify(ours) === JSON.stringify(theirs) ? { alike: true } : { ours, theirs };
    },
    oneOf({ alike: true }, { ours: wanted }),
  ),
});

/** A constructor is refused with the same class of error as the platform's own. */
const refuses = (
  id: string,
  what: string,
  call: (classes: Classes) => unknown,
  wanted: string,
): InsideCase =>
  alike(
    `refuses-${id}`,
    `${what} is refused at construction, as by the platform`,
    (classes) => outcomeOf(() => call(classes)),
    wanted,
  );

const status = (id: string, value: unknown): InsideCase =>
  refuses(
    `status-${id}`,
    `the status ${String(value)}`,
    (c) => new c.Response(null, { status: value as number }),
    "throws RangeError",
  );

const headerOf = (id: string, what: string, headers: unknown): InsideCase =>
  refuses(
    `header-${id}`,
    what,
    (c) => new c.Response(null, { headers: headers as HeadersInit }),
    "throws TypeError",
  );

export const constructNatives: readonly InsideCase[] = [
  status("42", 42),
  status("199", 199),
  status("600", 600),
  status("negative", -1),
  status("word", "abc"),
  refuses(
    "status-text",
    "a statusText with a line break",
    (c) => new c.Response(null, { statusText: "a\nb" }),
    "throws TypeError",
  ),
  refuses(
    "status-text-unicode",
    "a statusText beyond latin-1",
    (c) => new c.Response(null, { statusText: "☃" }),
    "throws TypeError",
  ),
  ...[204, 205, 304].map((code) =>
    refuses(
      `body-${code}`,
      `a body with status ${code}`,
      (c) => new c.Response("x", { status: code }),
      "throws TypeError",
    ),
  ),
  headerOf("name", "a header name with a space", { "a b": "1" }),
  headerOf("name-empty", "an empty header name", { "": "1" }),
  headerOf("name-unicode", "a header name beyond ASCII", { ü: "1" }),
  headerOf("value", "a header value with a line break", { a: "1\n2" }),
  headerOf("value-nul", "a header value with a NUL", { a: "1\u00002" }),
  headerOf("value-unicode", "a header value beyond latin-1", { a: "☃" }),
  headerOf("pairs", "a header pair of three", [["a", "b", "c"]]),
  headerOf("number", "headers that are a number", 7),
  headerOf("symbol", "a header named by a symbol", { [Symbol("a")]: "1" }),
  refuses(
    "init",
    "an init that is a number",
    (c) => new c.Response(null, 7 as unknown as ResponseInit),
    "throws TypeError",
  ),
  refuses(
    "body-symbol",
    "a body that is a symbol",
    (c) => new c.Response(Symbol("x") as unknown as string),
    "throws TypeError",
  ),
  refuses(
    "locked",
    "a locked stream",
    (c) => {
      const stream = new ReadableStream();
      stream.getReader();
      return new c.Response(stream);
    },
    "throws TypeError",
  ),
  refuses(
    "disturbed",
    "a stream that was read from",
    async (c) => {
      const stream = new Blob(["x"]).stream();
      const reader = stream.getReader();
      await reader.read();
      reader.releaseLock();
      return new c.Response(stream);
    },
    "throws TypeError",
  ),
  refuses(
    "plain-call",
    "Response without new",
    (c) => (c.Response as unknown as () => unknown)(),
    "throws TypeError",
  ),
  refuses(
    "request-plain-call",
    "Request without new",
    (c) => (c.Request as unknown as () => unknown)(),
    "throws TypeError",
  ),
  refuses("request-url", "an invalid URL", (c) => new c.Request("http://"), "throws TypeError"),
  refuses(
    "request-method",
    "an invalid method",
    (c) => new c.Request("http://localhost/", { method: "a b" }),
    "throws TypeError",
  ),
  refuses(
    "request-body",
    "a body of a GET",
    (c) => new c.Request("http://localhost/", { body: "x" }),
    "throws TypeError",
  ),
  refuses(
    "request-none",
    "no argument",
    (c) => new (c.Request as unknown as new () => Request)(),
    "throws TypeError",
  ),
];
