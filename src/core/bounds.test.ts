import { describe, expect, test } from "vitest";
import { FakeHost, thrownBy } from "../../test/unit/fake_host.ts";
import { boundsOf, readLimits, readTimeouts } from "./bounds.ts";

const DEFAULT_TIMEOUTS = { headers: 60_000, request: 300_000, idle: 65_000, close: 10_000 };
const DEFAULT_LIMITS = {
  headerSize: 16_384,
  headerCount: 128,
  bodySize: Infinity,
  discard: 1_048_576,
  webSocketMessage: 33_554_432,
  webSocketBuffer: 16_777_216,
};

describe("readTimeouts()", () => {
  test.each([[undefined], [null], [{}], [{ idle: undefined, close: null }]])(
    "gives the defaults for %j (E06)",
    (value) => {
      expect(readTimeouts(value)).toEqual(DEFAULT_TIMEOUTS);
    },
  );

  test("takes what is given, fractions too, and leaves the rest (E06)", () => {
    expect(readTimeouts({ headers: 10.5 })).toEqual({ ...DEFAULT_TIMEOUTS, headers: 10.5 });
  });

  test.each([0, -0, Infinity, 2 ** 31, 2 ** 32 + 1])("reads %d as no bound (E06)", (idle) => {
    expect(readTimeouts({ idle }).idle).toBe(Infinity);
  });

  test("takes the longest time that a timer can wait (E06)", () => {
    expect(readTimeouts({ request: 2 ** 31 - 1 }).request).toBe(2 ** 31 - 1);
  });

  test.each<[unknown, string]>([
    ["60", "Invalid timeouts (expected an object): string"],
    [60, "Invalid timeouts (expected an object): 60"],
    [{ header: 60 }, "Invalid timeouts: there is no 'header'"],
    [{ headers: "60" }, "Invalid timeouts.headers (expected milliseconds): string"],
    [{ headers: 60n }, "Invalid timeouts.headers (expected milliseconds): bigint"],
    [{ request: NaN }, "Invalid timeouts.request (expected milliseconds): NaN"],
  ])("refuses %o with a TypeError (E08)", (value, message) => {
    const error = thrownBy(() => readTimeouts(value));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ code: "ERR_TIMEOUT_INVALID", message });
  });

  test.each([-1, -Infinity])("refuses %d with a RangeError (E08)", (close) => {
    const error = thrownBy(() => readTimeouts({ close }));
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({
      code: "ERR_TIMEOUT_OUT_OF_RANGE",
      message: `Invalid timeouts.close (out of range): ${close}`,
    });
  });
});

describe("readLimits()", () => {
  test("gives the defaults (E06)", () => {
    expect(readLimits(undefined)).toEqual(DEFAULT_LIMITS);
  });

  test("takes what is given, 0 and Infinity for what they are (E06)", () => {
    expect(readLimits({ bodySize: 0, discard: 0, headerSize: Infinity })).toEqual({
      ...DEFAULT_LIMITS,
      bodySize: 0,
      discard: 0,
      headerSize: Infinity,
    });
  });

  test("reads -0 as 0 (E06)", () => {
    expect(readLimits({ webSocketMessage: -0 }).webSocketMessage).toBe(0);
  });

  test.each<[unknown, string]>([
    [true, "Invalid limits (expected an object): boolean"],
    [{ bodysize: 1 }, "Invalid limits: there is no 'bodysize'"],
    [{ bodySize: 1.5 }, "Invalid limits.bodySize (expected a whole number): 1.5"],
    [{ bodySize: "1" }, "Invalid limits.bodySize (expected a whole number): string"],
    [{ discard: NaN }, "Invalid limits.discard (expected a whole number): NaN"],
  ])("refuses %o with a TypeError (E08)", (value, message) => {
    const error = thrownBy(() => readLimits(value));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ code: "ERR_LIMIT_INVALID", message });
  });

  test.each([{ bodySize: -1 }, { headerSize: 0 }, { headerCount: 0 }, { discard: -Infinity }])(
    "refuses %o with a RangeError (E08)",
    (value) => {
      const error = thrownBy(() => readLimits(value));
      expect(error).toBeInstanceOf(RangeError);
      expect(error.code).toBe("ERR_LIMIT_OUT_OF_RANGE");
    },
  );
});

describe("boundsOf()", () => {
  const host = Object.assign(
    new FakeHost({ timeouts: ["idle"], limits: ["headerSize", "webSocketMessage"] }),
    {
      own: { headerSize: 16_384, request: Infinity, close: 10_000 },
      most: { idle: 255_000, webSocketMessage: 67_108_863 },
    },
  );
  const read = (bag: { timeouts?: object; limits?: object }): object => ({
    ...boundsOf("timeouts", bag.timeouts, readTimeouts(bag.timeouts), host),
    ...boundsOf("limits", bag.limits, readLimits(bag.limits), host),
  });

  test("gives what holds on the host where nothing is given (E06)", () => {
    expect(read({})).toMatchObject({ headerSize: 16_384, request: Infinity, headers: 60_000 });
    expect(read({})).toMatchObject({ idle: 65_000, webSocketMessage: 33_554_432 });
  });

  test.each([
    [{ timeouts: { idle: 5, headers: undefined } }, { idle: 5, headers: 60_000 }],
    [{ limits: { headerSize: 16_384 } }, { headerSize: 16_384 }],
    [{ limits: { headerSize: 5 } }, { headerSize: 5 }],
    // No bound where there is none: nothing is asked for.
    [{ timeouts: { headers: 0, request: Infinity } }, { headers: Infinity, request: Infinity }],
    [{ limits: { bodySize: Infinity } }, { bodySize: Infinity }],
    [{ limits: { webSocketMessage: 67_108_863 } }, { webSocketMessage: 67_108_863 }],
    // A clock that need not run.
    [{ timeouts: { idle: 255_000 } }, { idle: 255_000 }],
    [{ timeouts: { idle: Infinity } }, { idle: Infinity }],
  ])("takes %o (E04)", (bag, expected) => {
    expect(read(bag)).toMatchObject(expected);
  });

  test.each<[object, string]>([
    [{ timeouts: { headers: 60_000 } }, "'timeouts.headers': not supported on node"],
    [{ limits: { bodySize: 5 } }, "'limits.bodySize': not supported on node"],
    [{ limits: { headerSize: 16_385 } }, "'limits.headerSize': at most 16384 on node"],
    [{ limits: { headerSize: Infinity } }, "'limits.headerSize': at most 16384 on node"],
    [
      { limits: { webSocketMessage: Infinity } },
      "'limits.webSocketMessage': at most 67108863 on node",
    ],
    [{ timeouts: { idle: 255_001 } }, "'timeouts.idle': at most 255000 on node"],
    // One that always runs.
    [{ timeouts: { close: Infinity } }, "'timeouts.close': not supported on node"],
  ])("refuses %o by its name and the host's (E04)", (bag, end) => {
    expect(thrownBy(() => read(bag))).toMatchObject({
      code: "ERR_OPTION_UNSUPPORTED",
      message: `Cannot serve with option ${end}`,
    });
  });
});
