/**
 * Makes the stand-ins the platform's: what a handler finds under `Request`, `Response` and `fetch`.
 *
 * Done once, by the first `serve()` that is not strict; importing everyserve changes nothing.
 *
 * @module
 */
import { installHeaders } from "./headers.ts";
import { like } from "../../../core/teach.ts";
import { fetchRefused, tellMethod, toldMethod } from "../request.ts";
import { LazyRequest, installRequest } from "./request.ts";
import { LazyResponse, installResponse } from "./response.ts";

/** What `new Request()` and `fetch()` take. */
type Arguments = [RequestInfo | URL, RequestInit?];

let installed = false;

/** Installs the stand-ins. */
export function installStandIns(): void {
  if (installed) return;
  installed = true;
  installHeaders();
  installRequest();
  installResponse();
  replaceGlobal("Request", requestClass(globalThis.Request));
  replaceGlobal("Response", LazyResponse);
  replaceGlobal("fetch", fetchFunction(globalThis.fetch));
}

/** The method that a request brings along and undici would not keep. */
function toldBy([input, init]: Arguments): string | undefined {
  return init?.method === undefined ? toldMethod(input) : undefined;
}

/** A `Request` that takes stand-ins; everything it makes is genuine. */
function requestClass(before: typeof Request): unknown {
  const made = function (this: unknown, ...args: Arguments): Request {
    if (new.target === undefined) {
      throw new TypeError("Class constructor Request cannot be invoked without 'new'");
    }
    if (args.length > 0) args[0] = real(args[0]) as Request;
    const request = Reflect.construct(before, args, new.target) as Request;
    const told = toldBy(args);
    return told === undefined ? request : tellMethod(request, told);
  };
  made.prototype = before.prototype;
  like(before as never, made as never);
  Object.defineProperty(made, "prototype", { writable: false });
  Object.setPrototypeOf(made, before); // statics, and `instanceof` as it was taught
  Object.defineProperty(made, Symbol.hasInstance, {
    value(this: unknown, value: unknown) {
      if (this !== made) return Function.prototype[Symbol.hasInstance].call(this as never, value);
      return value instanceof before;
    },
    configurable: true,
  });
  for (const prototype of [before.prototype, LazyRequest.prototype]) {
    Object.defineProperty(prototype, "constructor", {
      value: made,
      writable: true,
      configurable: true,
    });
  }
  return made;
}

function fetchFunction(before: typeof fetch): unknown {
  return like(
    before as never,
    function (this: unknown, ...args: Arguments) {
      if (args.length > 0) args[0] = real(args[0]) as Request;
      const told = toldBy(args);
      if (told !== undefined) return Promise.reject(fetchRefused(told));
      return before.apply(globalThis, args);
    } as never,
  );
}

function real(input: unknown): unknown {
  return LazyRequest.is(input) ? LazyRequest.materialise(input) : input;
}

function replaceGlobal(name: "Request" | "Response" | "fetch", value: unknown): void {
  const before = Object.getOwnPropertyDescriptor(globalThis, name);
  Object.defineProperty(globalThis, name, {
    value,
    writable: true,
    enumerable: before?.enumerable ?? false,
    configurable: true,
  });
}
