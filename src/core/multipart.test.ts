import { expect, test } from "vitest";
import { closeDelimiter, endsWithDelimiter } from "./multipart.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
  ["multipart/form-data; boundary=abc", "--abc--"],
  ['multipart/form-data; charset=utf-8; boundary="a b"', "--a b--"],
  ["Multipart/Form-Data;BOUNDARY=abc; x=y", "--abc--"],
  [String.raw`multipart/form-data; boundary="a\"b"`, '--a"b--'],
  ["multipart/form-data", undefined],
  ["application/x-www-form-urlencoded; boundary=abc", undefined],
  [null, undefined],
])("closeDelimiter() of %j is %j (R45)", (type, delimiter) => {
  expect(closeDelimiter(type)).toBe(delimiter);
});

test.each([
  ["--abc--", true],
  ["--abc--\r\n", true],
  ["--abc\r\n\r\none\r\n--abc--\r\nan epilogue", true],
  ["--abc\r\n\r\none\r\n", false],
  ["--abc\r\n\r\none --abc--", false],
  ["--nothing of the kind", false],
  ["", false],
])("endsWithDelimiter() of %j is %j (R45)", (text, ends) => {
  expect(endsWithDelimiter(bytes(text), "--abc--")).toBe(ends);
});
