import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { thrownBy } from "../../test/unit/fake_host.ts";
import { DEFAULT_PORT, readPort } from "./port.ts";

describe("readPort()", () => {
  test.each([undefined, null])("gives 8000 for %s (S06)", (value) => {
    expect(readPort(value)).toBe(8000);
    expect(DEFAULT_PORT).toBe(8000);
  });

  test.each([0, 1, 80, 4501, 65_535])("gives %d as it is (S07)", (value) => {
    expect(readPort(value)).toBe(value);
  });

  test.each([
    ["4501", 4501],
    ["0", 0],
    [" 4502 ", 4502],
    ["0x1195", 4501],
    ["1e3", 1000],
    ["65535", 65_535],
  ])("reads the string %j as Number() does (S08)", (value, port) => {
    expect(readPort(value)).toBe(port);
  });

  test.each<[unknown, string]>([
    [45.5, "Invalid port: 45.5"],
    [NaN, "Invalid port: NaN"],
    [Infinity, "Invalid port: Infinity"],
    ["45.5", "Invalid port: 45.5"],
    ["fds", "Invalid port: 'fds'"],
    ["", "Invalid port: ''"],
    ["  ", "Invalid port: '  '"],
    ["80a", "Invalid port: '80a'"],
  ])("refuses %j, which is no integer, with a TypeError (S09)", (value, message) => {
    const error = thrownBy(() => readPort(value));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message, code: "ERR_PORT_INVALID" });
  });

  test.each<[unknown, string]>([
    [-42, "Invalid port (out of range): -42"],
    [65_536, "Invalid port (out of range): 65536"],
    ["65536", "Invalid port (out of range): 65536"],
    ["-1", "Invalid port (out of range): -1"],
  ])("refuses %j with a RangeError (S10)", (value, message) => {
    const error = thrownBy(() => readPort(value));
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ message, code: "ERR_PORT_OUT_OF_RANGE" });
  });

  test.each<[unknown, string]>([
    [true, "Invalid port (expected number): true"],
    [{}, "Invalid port (expected number): [object Object]"],
    [[80], "Invalid port (expected number): 80"],
    [80n, "Invalid port (expected number): 80"],
    [Symbol("80"), "Invalid port (expected number): Symbol(80)"],
    [Object.create(null), "Invalid port (expected number): object"],
  ])("refuses %o, which is of another type, with a TypeError (S11)", (value, message) => {
    const error = thrownBy(() => readPort(value));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message, code: "ERR_PORT_INVALID" });
  });

  test("gives a port or throws an error with a code, whatever comes (E08)", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        try {
          const port = readPort(value);
          expect(Number.isInteger(port) && port >= 0 && port <= 65_535).toBe(true);
        } catch (error) {
          expect((error as { code: string }).code).toMatch(/^ERR_PORT_/);
        }
      }),
    );
  });
});
