/**
 * The second argument of a handler. Nothing in it is made before it is looked at.
 *
 * @module
 */
import { failure } from "./errors.ts";
import type { InfoSource, TaskSet } from "./host.ts";
import type { TlsInfo } from "./tls_types.ts";
import type { Addr, ServeInfo } from "./types.ts";

/** Makes the info of one exchange. */
export function createInfo(source: InfoSource, tasks: TaskSet): ServeInfo {
  return new Info(source, tasks);
}

const source: unique symbol = Symbol("everyserve.source");
const addr: unique symbol = Symbol("everyserve.addr");
const completed: unique symbol = Symbol("everyserve.completed");

/**
 * Under symbols, not in private fields: adapters derive their own context from the info
 * (`Object.create(info)` in @whatwg-node/server 0.13), and its getters must work there too.
 */
class Info implements ServeInfo {
  readonly [source]: InfoSource;
  [addr]: Addr | undefined;
  [completed]: Promise<void> | undefined;
  /**
   * A bound function, so that `({ waitUntil }) => …` works; an own property, since the same adapter
   * assigns the own properties over an undefined of its own.
   */
  readonly waitUntil: (promise: PromiseLike<unknown>) => void;

  constructor(from: InfoSource, tasks: TaskSet) {
    this[source] = from;
    // By way of a variable: V8 makes a function literal that is assigned to a property in the old
    // generation at once, and what it holds outlives every scavenge: all of an exchange, 1 to 3 KB,
    // until the next full collection (Node 20 to 26). test/house/tree.test.ts looks.
    // https://github.com/v8/v8/blob/main/src/parsing/parser-base.h
    //   CheckAssigningFunctionLiteralToProperty()
    const waitUntil = (promise: PromiseLike<unknown>): void => {
      if (promise === null || typeof (promise as PromiseLike<unknown>)?.then !== "function") {
        throw failure("ERR_WAIT_UNTIL_INVALID", "Cannot wait: waitUntil takes a promise");
      }
      const task = Promise.resolve(promise);
      tasks.add(task);
      from.waitUntil?.(task);
    };
    this.waitUntil = waitUntil;
  }

  get remoteAddr(): Addr {
    return (this[addr] ??= this[source].remoteAddr());
  }

  get completed(): Promise<void> {
    return (this[completed] ??= this[source].completed());
  }

  get tls(): TlsInfo | undefined {
    return this[source].tls?.();
  }

  get env(): unknown {
    return this[source].env;
  }
}

/** A promise that settles when a host tells how an exchange ended; see {@link createCompletion}. */
export interface Completion {
  /** Made on first access: I08, nobody's rejection is unhandled. */
  promise(): Promise<void>;
  /** The response was delivered (no error) or not. Only the first call counts. */
  settle(error?: unknown): void;
}

/** The state behind `info.completed` where a host has none of its own. */
export function createCompletion(): Completion {
  let outcome: { error: unknown; failed: boolean } | undefined;
  let resolve: (() => void) | undefined;
  let reject: ((error: unknown) => void) | undefined;
  let promise: Promise<void> | undefined;
  return {
    promise: () =>
      (promise ??= new Promise<void>((yes, no) => {
        if (outcome === undefined) {
          resolve = yes;
          reject = no;
        } else if (outcome.failed) no(outcome.error);
        else yes();
      })),
    settle(...failed) {
      if (outcome !== undefined) return;
      outcome = { error: failed[0], failed: failed.length > 0 };
      if (outcome.failed) reject?.(outcome.error);
      else resolve?.();
    },
  };
}
