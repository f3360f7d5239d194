import { describe, expect, test } from "vitest";
import { cancelledReason, ERROR_CLASSES, failure, interrupted, type ErrorCode } from "./errors.ts";
import { nameNetError } from "./net_errors.ts";

const CLASSES = { Error, TypeError, RangeError, URIError };

describe("failure()", () => {
  test.each(Object.entries(ERROR_CLASSES))("makes %s a %s (E08)", (code, name) => {
    const error = failure(code as ErrorCode, "Cannot do it");
    expect(error.constructor).toBe(CLASSES[name]);
    expect(error).toMatchObject({ code, name, message: "Cannot do it" });
    expect(Object.keys(error)).toEqual([]); // the code is not enumerable, as Node's are not
    expect(Object.hasOwn(error, "cause")).toBe(false);
  });

  test("gives another name and a cause where it is told to", () => {
    const cause = new Error("why");
    const error = failure("ERR_INTERRUPTED", "x", { name: "Other", cause });
    expect(error.name).toBe("Other");
    expect(error.cause).toBe(cause);
    expect(String(error)).toBe("Other: x");
  });

  test("has codes of one form", () => {
    for (const code of Object.keys(ERROR_CLASSES)) expect(code).toMatch(/^ERR_[A-Z]+(_[A-Z]+)*$/);
  });
});

test("interrupted() has the words of I06", () => {
  expect(interrupted("why")).toMatchObject({
    name: "Interrupted",
    message: "HTTP response was not sent successfully",
    code: "ERR_INTERRUPTED",
    cause: "why",
  });
});

test("cancelledReason() has the words of R61", () => {
  const reason = cancelledReason();
  expect(reason).toBeInstanceOf(DOMException);
  expect(reason).toMatchObject({
    name: "AbortError",
    message: "The request has been cancelled.",
    code: 20,
  });
});

describe("nameNetError()", () => {
  const system = (code: string): Error => Object.assign(new Error(`listen ${code}`), { code });

  test.each([
    ["EADDRINUSE", "AddrInUse"],
    ["EADDRNOTAVAIL", "AddrNotAvailable"],
    ["EACCES", "PermissionDenied"],
    ["EPERM", "PermissionDenied"],
    ["ENOENT", "NotFound"],
  ])("calls %s %s, and leaves the code (S15, S16, S19)", (code, name) => {
    const error = system(code);
    expect(nameNetError(error)).toBe(error);
    expect(error).toMatchObject({ name, code });
    expect(Object.keys(error)).toEqual(["code"]);
  });

  test("leaves anything else as it is", () => {
    const other = system("EOTHER");
    for (const error of [other, new Error("x"), "x", undefined, null, { code: "EADDRINUSE" }]) {
      expect(nameNetError(error)).toBe(error);
    }
    expect(other.name).toBe("Error");
  });
});
