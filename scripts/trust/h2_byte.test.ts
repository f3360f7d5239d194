import { describe, expect, test } from "vitest";
import {
  block,
  CONTINUATION,
  frame,
  get,
  GOAWAY,
  HEADERS,
  PING,
  word,
} from "../../test/shared/h2/frames.ts";
import { mistakeOf } from "./h2_byte.ts";

const at = (bytes: string, index: number, byte: string): string =>
  bytes.slice(0, index) + byte + bytes.slice(index + 1);
const request = get(1, "/seen");

describe("mistakeOf()", () => {
  test.each([
    ["another scheme", at(request, request.indexOf("http") + 2, "R")],
    ["scheme that is none", at(request, request.indexOf("http") + 2, ")")],
    ["another method", at(request, request.indexOf("GET"), "k")],
    ["path without a slash", at(request, request.indexOf("/seen"), "d")],
    ["DEL in the path", at(request, request.indexOf("seen"), "\x7f")],
    ["byte beyond ASCII in the path", at(request, request.indexOf("seen"), "\xdb")],
    ["byte beyond ASCII in a name", frame(HEADERS, 5, 1, block(["x-tra\xeeler", "y"]))],
    ["name that is no token", frame(HEADERS, 5, 1, block(["x;trailer", "y"]))],
    ["goaway of an error", frame(GOAWAY, 0, 0, word(0) + word(132))],
  ])("says '%s'", (name, bytes) => {
    expect(mistakeOf(bytes)).toBe(name);
  });

  test("looks at a head in pieces as a whole", () => {
    const whole = block([":method", "GET"], [":scheme", "ftp"]);
    const [first, last] = [whole.slice(0, -9), whole.slice(-9)];
    const before = frame(HEADERS, 1, 1, first);
    expect(mistakeOf(frame(CONTINUATION, 4, 1, last), before)).toBe("another scheme");
    expect(mistakeOf(frame(CONTINUATION, 4, 1, last))).toBe("another byte");
  });

  test.each([
    ["a request with which nothing is wrong", request],
    ["a block that is none any more", at(request, request.indexOf(":method") - 1, "\x06")],
    ["a frame of another length", at(request, 2, "\x01")],
    ["a frame of another type", frame(PING, 0, 0, "12345678")],
    ["goaway in peace", frame(GOAWAY, 0, 0, word(0) + word(0))],
  ])("does not explain %s", (_what, bytes) => {
    expect(mistakeOf(bytes)).toBe("another byte");
  });
});
