/**
 * E09: what is made of a request: copies, clones, instances of subclasses.
 *
 * @module
 */
import type { InsideCase } from "../inside/case.ts";
import { outcomeOf, sees } from "./within.ts";

const POST = { body: "hello", headers: { "x-sent": "yes" } } as const;

export const requestCopyNatives: readonly InsideCase[] = [
  sees(
    "new",
    "new Request(request) takes over method, URL and headers, and moves the body",
    async (request) => {
      const made = new Request(request);
      return {
        method: made.method,
        url: made.url === request.url,
        header: made.headers.get("x-sent"),
        own: made.headers !== request.headers,
        used: request.bodyUsed,
        text: await made.text(),
        again: await outcomeOf(() => request.text()),
      };
    },
    {
      method: "POST",
      url: true,
      header: "yes",
      own: true,
      used: true,
      text: "hello",
      again: "throws TypeError",
    },
    POST,
  ),
  sees(
    "new-init",
    "new Request(request, init) overrides what init says, and moves the body",
    async (request) => {
      const made = new Request(request, { method: "PUT", headers: { "x-new": "1" } });
      return [
        made.method,
        made.headers.get("x-new"),
        made.headers.get("x-sent"),
        await made.text(),
        request.bodyUsed,
      ];
    },
    ["PUT", "1", null, "hello", true],
    POST,
  ),
  sees(
    "new-mutable",
    "the headers of new Request(request) can be changed",
    (request) => {
      const made = new Request(request);
      made.headers.set("x-new", "1");
      return [made.headers.get("x-new"), request.headers.get("x-new")];
    },
    ["1", null],
  ),
  sees(
    "new-url",
    "new Request(url, request) takes method, headers and body from it",
    async (request) => {
      const made = new Request("http://other.test/there", request);
      return [made.url, made.method, made.headers.get("x-sent"), await made.text()];
    },
    ["http://other.test/there", "POST", "yes", "hello"],
    POST,
  ),
  sees(
    "new-body",
    "new Request(url, { body: request.body, duplex }) streams the body on",
    async (request) => {
      const init = { method: "POST", body: request.body, duplex: "half" } as RequestInit;
      return new Request("http://other.test/", init).text();
    },
    "hello",
    POST,
  ),
  sees(
    "new-used",
    "new Request(request) of a used request throws a TypeError",
    async (request) => {
      await request.text();
      return outcomeOf(() => new Request(request));
    },
    "throws TypeError",
    POST,
  ),
  sees(
    "new-signal",
    "new Request(request) has a signal that has not aborted",
    (request) => {
      const made = new Request(request);
      return [made.signal instanceof AbortSignal, made.signal.aborted];
    },
    [true, false],
  ),
  sees(
    "clone",
    "clone() is a Request with a body, headers and a signal of its own",
    async (request) => {
      const copy = request.clone();
      return {
        is: copy instanceof Request,
        same: [
          copy.method === request.method,
          copy.url === request.url,
          copy.headers.get("x-sent"),
        ],
        apart: [copy !== request, copy.headers !== request.headers, copy.signal !== request.signal],
        texts: [await copy.text(), request.bodyUsed, await request.text()],
      };
    },
    {
      is: true,
      same: [true, true, "yes"],
      apart: [true, true, true],
      texts: ["hello", false, "hello"],
    },
    POST,
  ),
  sees(
    "clone-twice",
    "a clone can be cloned, and all bodies are whole",
    async (request) => {
      const first = request.clone();
      const second = first.clone();
      return Promise.all([request, first, second].map((each) => each.text()));
    },
    ["hello", "hello", "hello"],
    POST,
  ),
  sees(
    "clone-used",
    "clone() of a used request throws a TypeError",
    async (request) => {
      await request.text();
      return outcomeOf(() => request.clone());
    },
    "throws TypeError",
    POST,
  ),
  sees(
    "subclass",
    "a subclass of Request can be made from it",
    async (request) => {
      class Own extends Request {
        get path(): string {
          return new URL(this.url).pathname;
        }
      }
      const made = new Own(request);
      return [
        made instanceof Own,
        made instanceof Request,
        made.path,
        request instanceof Own,
        await made.text(),
      ];
    },
    [true, true, "/path", false, "hello"],
    POST,
  ),
  sees(
    "any-signal",
    "its signal can be combined by AbortSignal.any",
    (request) => AbortSignal.any([request.signal, AbortSignal.abort()]).aborted,
    true,
  ),
  sees(
    "map-key",
    "it can be the key of a WeakMap",
    (request) => new WeakMap([[request, "found"]]).get(request),
    "found",
  ),
];
