/**
 * The servers that every host runs at once, one per set of options that rows need.
 *
 * @module
 */
import type { ServeOptions } from "../../src/core/types.ts";
import { logOf } from "./routes/at.ts";

/** The options of a server; the address is the runner's. */
export const SERVERS: Readonly<Record<"plain" | "onerror" | "proxy" | "compress", ServeOptions>> = {
  /** What a user gets who sets nothing, but that nothing is compressed: bodies are compared byte by byte. */
  plain: { automaticCompression: false },
  /** Has an `onError` that tells what it was given, and fails itself when told to. */
  onerror: { automaticCompression: false, onError: tell },
  /** Sends on what is addressed to 127.0.0.1, see `proxyTo` in app.ts. */
  proxy: { automaticCompression: false },
  /** Compresses as by default. */
  compress: { onError: tell },
};

/** The name of one of the servers. */
export type ServerName = keyof typeof SERVERS;

/** An error whose handling the row has chosen. */
export class Chosen extends Error {
  readonly outcome: string;
  constructor(outcome: string) {
    super(`chosen: ${outcome}`);
    this.outcome = outcome;
  }
}

/** An error that tells the log of its exchange when onError gets it. */
export class Logged extends Error {
  readonly key: string;
  constructor(message: string, key: string) {
    super(message);
    this.key = key;
  }
}

function tell(this: unknown, error: unknown): Response | PromiseLike<Response> {
  if (error instanceof Logged) logOf(error.key).push(`onError ${error.message}`);
  if (error instanceof Chosen) {
    const { outcome } = error;
    if (outcome === "throw") throw new Error("onError threw");
    if (outcome === "reject") return Promise.reject(new Error("onError rejected"));
    if (outcome === "nothing") return undefined as unknown as Response;
    if (outcome === "error") return Response.error();
    if (outcome === "async") return Promise.resolve(new Response("async", { status: 503 }));
    const made = ANSWERS[outcome];
    if (made !== undefined) return made() as Response;
    if (outcome === "used") {
      const used = new Response("used");
      return used.text().then(() => used);
    }
  }
  const isError = error instanceof Error;
  return Response.json(
    {
      kind: error instanceof Response ? "Response" : isError ? error.name : typeof error,
      message: isError ? error.message : error instanceof Response ? error.status : String(error),
      code: isError && "code" in error ? error.code : null,
      self: this === undefined ? "undefined" : typeof this,
    },
    { status: 500, headers: { "x-handled": "yes" } },
  );
}

/** What else it may be told to answer. */
const ANSWERS: Readonly<Record<string, () => unknown>> = {
  text: () => "text",
  fake: () => Object.create(Response.prototype) as unknown,
  locked: () => {
    const response = new Response(new Blob(["locked"]).stream());
    response.body?.getReader();
    return response;
  },
  sent: () => {
    const response = new Response("sent");
    void response.text();
    return response;
  },
  stream: () =>
    new Response(
      new ReadableStream({
        start(controller) {
          for (const text of ["one,", "two"]) controller.enqueue(new TextEncoder().encode(text));
          controller.close();
        },
      }),
      { status: 503, headers: { "x-own": "yes" } },
    ),
};
