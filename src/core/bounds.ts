/**
 * The options `timeouts` and `limits`: what a client may cost (E06).
 *
 * One row per member: its default, and the least that makes sense. Whether a host can honour a
 * member is data of the host, {@link Capabilities}; one that was given and cannot be honoured is
 * refused like any other option (E04).
 *
 * @module
 */
import type { LimitName, TimeoutName } from "./bound_types.ts";
import { failure, type ErrorCode } from "./errors.ts";
import type { Host, LimitValues, TimeoutValues } from "./host.ts";

type Bag = Readonly<Record<string, unknown>>;

interface Row {
  default: number;
  least: number;
}

/** Milliseconds. */
const TIMEOUTS: Readonly<Record<TimeoutName, Row>> = {
  headers: { default: 60_000, least: 0 },
  request: { default: 300_000, least: 0 },
  idle: { default: 65_000, least: 0 },
  close: { default: 10_000, least: 0 },
};

/** Bytes, but for `headerCount`. */
const LIMITS: Readonly<Record<LimitName, Row>> = {
  headerSize: { default: 16_384, least: 1 },
  headerCount: { default: 128, least: 1 },
  bodySize: { default: Infinity, least: 0 },
  discard: { default: 1_048_576, least: 0 },
  webSocketMessage: { default: 33_554_432, least: 0 },
  webSocketBuffer: { default: 16_777_216, least: 0 },
};

/** 24.8 days. A timer fires at once above it: its delay is a signed 32-bit integer, on all hosts. */
const LONGEST = 2_147_483_647;

/** Reads `timeouts`. 0 means the same as Infinity: no bound, as it does in Node. */
export function readTimeouts(value: unknown): TimeoutValues {
  const read = readBag("timeouts", value, TIMEOUTS, (name, member) => {
    if (typeof member !== "number" || Number.isNaN(member)) {
      throw wrong("ERR_TIMEOUT_INVALID", name, "expected milliseconds", member);
    }
    if (member < 0) throw wrong("ERR_TIMEOUT_OUT_OF_RANGE", name, "out of range", member);
    return member === 0 || member > LONGEST ? Infinity : member;
  });
  return read as TimeoutValues;
}

/** Reads `limits`. Infinity means no bound. */
export function readLimits(value: unknown): LimitValues {
  const read = readBag("limits", value, LIMITS, (name, member, { least }) => {
    if (typeof member !== "number" || !(Number.isInteger(member) || member === Infinity)) {
      // -Infinity is a number of the wrong size, not of the wrong kind.
      if (member !== -Infinity) {
        throw wrong("ERR_LIMIT_INVALID", name, "expected a whole number", member);
      }
    }
    if ((member as number) < least) {
      throw wrong("ERR_LIMIT_OUT_OF_RANGE", name, "out of range", member);
    }
    return (member as number) + 0; // Bun takes no -0
  });
  return read as LimitValues;
}

function readBag(
  option: "timeouts" | "limits",
  value: unknown,
  rows: Readonly<Record<string, Row>>,
  read: (name: string, member: unknown, row: Row) => number,
): Readonly<Record<string, number>> {
  const code = option === "timeouts" ? "ERR_TIMEOUT_INVALID" : "ERR_LIMIT_INVALID";
  if (value !== undefined && value !== null && typeof value !== "object") {
    throw wrong(code, option, "expected an object", value);
  }
  const bag = (value ?? {}) as Bag;
  // Not S35: a bound under a misspelt name would be no bound at all, and nobody would notice.
  for (const name of Object.keys(bag)) {
    if (!Object.hasOwn(rows, name)) {
      throw failure(code, `Invalid ${option}: there is no '${name}'`);
    }
  }
  const entries = Object.entries(rows).map(([name, row]) => {
    const member = bag[name];
    const absent = member === undefined || member === null;
    return [name, absent ? row.default : read(`${option}.${name}`, member, row)] as const;
  });
  return Object.freeze(Object.fromEntries(entries));
}

function wrong(code: ErrorCode, name: string, why: string, value: unknown): Error {
  return failure(code, `Invalid ${name} (${why}): ${show(value)}`);
}

function show(value: unknown): string {
  return typeof value === "number" ? String(value) : typeof value;
}

/** A bag as a host keeps it; throws for what was asked for and cannot be kept (E04). */
export function boundsOf<T extends Readonly<Record<string, number>>>(
  option: "timeouts" | "limits",
  given: unknown,
  read: T,
  host: Host,
): T {
  const bag = (given ?? {}) as Bag;
  const kept: readonly string[] = host.capabilities[option];
  const own = (host.own ?? {}) as Readonly<Record<string, number>>;
  const mosts: Readonly<Record<string, number>> = { ...own, ...host.most };
  const entries = Object.entries(read).map(([name, value]): [string, number] => {
    const { [name]: most = Infinity } = mosts;
    if (bag[name] === undefined || bag[name] === null) return [name, own[name] ?? value];
    // No bound where the host has none: nothing is asked for. A clock need not run.
    const bound = option === "timeouts" ? own[name] : most;
    const asks = value !== Infinity || (bound ?? Infinity) !== Infinity;
    if (asks && !(kept.includes(name) && value <= most)) {
      const why = kept.includes(name) ? `at most ${most}` : "not supported";
      throw failure(
        "ERR_OPTION_UNSUPPORTED",
        `Cannot serve with option '${option}.${name}': ${why} on ${host.name}`,
      );
    }
    return [name, value];
  });
  return Object.freeze(Object.fromEntries(entries)) as T;
}
