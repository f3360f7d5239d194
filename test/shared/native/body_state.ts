/**
 * E09: a body is read once, and tells whether it was.
 *
 * @module
 */
import type { InsideCase } from "../inside/case.ts";
import { outcomeOf, sees } from "./within.ts";

const HELLO = { body: "hello" } as const;

/** How a second reading ends after a first one. */
const twice = (first: "text" | "json" | "arrayBuffer" | "blob" | "formData"): InsideCase =>
  sees(
    `twice-${first}`,
    `after ${first}() every other reading rejects with a TypeError`,
    async (request) => {
      await request[first]().catch(() => {});
      const results = (["text", "json", "arrayBuffer", "blob"] as const).map((again) =>
        outcomeOf(() => request[again]()),
      );
      return [request.bodyUsed, ...(await Promise.all(results))];
    },
    [true, "throws TypeError", "throws TypeError", "throws TypeError", "throws TypeError"],
    { body: "a=1", headers: { "content-type": "application/x-www-form-urlencoded" } },
  );

export const bodyStateNatives: readonly InsideCase[] = [
  twice("text"),
  twice("json"),
  twice("arrayBuffer"),
  twice("blob"),
  twice("formData"),
  sees(
    "used-at-once",
    "bodyUsed is true as soon as a reading has begun",
    async (request) => {
      const before = request.bodyUsed;
      const reading = request.text();
      const during = request.bodyUsed;
      await reading;
      return [before, during, request.bodyUsed];
    },
    [false, true, true],
    HELLO,
  ),
  sees(
    "body-after-text",
    "after text() the body is there, locked or used up, and cannot be read",
    async (request) => {
      await request.text();
      const { body } = request;
      if (body === null) return "null";
      return outcomeOf(async () => {
        const { done } = await body.getReader().read();
        return done ? "nothing" : "bytes";
      });
    },
    // The standard leaves the stream disturbed and closed; a runtime may keep it locked.
    {
      says: "the end, or a TypeError",
      matches: (value: unknown) => value === "gives nothing" || value === "throws TypeError",
    },
    HELLO,
  ),
  sees(
    "used-when-shown",
    "nor does looking at it make the request unused",
    async (request) => {
      await request.text();
      const shown = request.body !== null;
      return [shown, request.bodyUsed, await outcomeOf(() => request.text())];
    },
    [true, true, "throws TypeError"],
    HELLO,
  ),
  sees(
    "locked",
    "while a reader holds the body, reading, cloning and sending on throw a TypeError",
    async (request) => {
      const reader = request.body!.getReader();
      const results = [
        request.bodyUsed,
        await outcomeOf(() => request.text()),
        await outcomeOf(() => request.clone()),
        await outcomeOf(() => new Request(request)),
      ];
      reader.releaseLock();
      return [...results, await request.text()];
    },
    [false, "throws TypeError", "throws TypeError", "throws TypeError", "hello"],
    HELLO,
  ),
  sees(
    "locked-members",
    "and everything else of the request can be looked at",
    (request) => {
      request.body!.getReader();
      const { method, mode, credentials, signal } = request;
      return [method, mode, credentials, signal.aborted];
    },
    ["POST", "cors", "same-origin", false],
    HELLO,
  ),
  sees(
    "partly-read",
    "after one read of a reader the body counts as used",
    async (request) => {
      const reader = request.body!.getReader();
      await reader.read();
      reader.releaseLock();
      return [request.bodyUsed, await outcomeOf(() => request.text())];
    },
    [true, "throws TypeError"],
    HELLO,
  ),
  sees(
    "touched",
    "looking at body does not use it",
    async (request) => [request.body !== null, request.bodyUsed, await request.text()],
    [true, false, "hello"],
    HELLO,
  ),
  sees(
    "large",
    "a body of a megabyte is read whole",
    async (request) => (await request.arrayBuffer()).byteLength,
    1_000_000,
    { body: new Uint8Array(1_000_000) },
  ),
];
