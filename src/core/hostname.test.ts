import { describe, expect, test } from "vitest";
import { thrownBy } from "../../test/unit/fake_host.ts";
import {
  DEFAULT_HOSTNAME,
  isLoopbackOrAny,
  isUnspecified,
  readHostname,
  urlHost,
} from "./hostname.ts";

describe("readHostname()", () => {
  test.each([undefined, null])("gives 0.0.0.0 for %s (S12)", (value) => {
    expect(readHostname(value)).toBe("0.0.0.0");
    expect(DEFAULT_HOSTNAME).toBe("0.0.0.0");
  });

  test.each(["localhost", "LocalHost"])("resolves %s itself (S12)", (value) => {
    expect(readHostname(value)).toBe("127.0.0.1");
  });

  test.each(["::1", "[::1]"])("takes %s for the same address (S13)", (value) => {
    expect(readHostname(value)).toBe("::1");
  });

  test.each(["127.0.0.1", "10.1.2.3", "example.com", "::"])("leaves %s as it is (S15)", (value) => {
    expect(readHostname(value)).toBe(value);
  });

  test("refuses the empty string with a URIError (S14)", () => {
    const error = thrownBy(() => readHostname(""));
    expect(error).toBeInstanceOf(URIError);
    expect(error).toMatchObject({
      message: "invalid empty host: ''",
      code: "ERR_HOSTNAME_EMPTY",
    });
  });

  test.each([0, true, {}, [], Symbol("x")])("refuses %o with a TypeError (E08)", (value) => {
    const error = thrownBy(() => readHostname(value));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({
      message: `Invalid hostname (expected string): ${typeof value}`,
      code: "ERR_HOSTNAME_INVALID",
    });
  });
});

test("urlHost() puts IPv6 in brackets, and nothing else", () => {
  expect(urlHost("::1")).toBe("[::1]");
  expect(urlHost("127.0.0.1")).toBe("127.0.0.1");
  expect(urlHost("example.com")).toBe("example.com");
});

test("isUnspecified() knows both families", () => {
  expect(["0.0.0.0", "::"].every(isUnspecified)).toBe(true);
  expect(["127.0.0.1", "::1", "0.0.0.1"].some(isUnspecified)).toBe(false);
});

test("isLoopbackOrAny() knows what is reached as localhost (R04)", () => {
  expect(["0.0.0.0", "::", "127.0.0.1", "127.9.9.9", "::1"].every(isLoopbackOrAny)).toBe(true);
  expect(["10.0.0.1", "128.0.0.1", "::2"].some(isLoopbackOrAny)).toBe(false);
});
