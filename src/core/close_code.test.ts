import { describe, expect, test } from "vitest";
import { thrownBy } from "../../test/unit/fake_host.ts";
import { checkClose } from "./close_code.ts";

describe("checkClose()", () => {
  test.each([
    [
      [undefined, undefined],
      [undefined, ""],
    ],
    [
      [1000, "bye"],
      [1000, "bye"],
    ],
    [
      [1001, undefined],
      [1001, ""],
    ],
    [
      [3000, ""],
      [3000, ""],
    ],
    [
      ["4999", 5],
      [4999, "5"],
    ],
    [
      [1000.5, undefined],
      [1000, ""],
    ],
    [
      [undefined, "why"],
      [undefined, "why"],
    ],
    [
      [1000, "\ud800"],
      [1000, "\ufffd"],
    ],
    [
      [1000, "\ufeffx"],
      [1000, "\ufeffx"],
    ],
    [
      [1000, "é".repeat(61)],
      [1000, "é".repeat(61)],
    ],
  ])("takes %j as %j (W36, W39)", (given, read) => {
    expect(checkClose(...(given as [unknown, unknown]))).toEqual(read);
  });

  test.each([0, 999, 1002, 1004, 1005, 1006, 1012, 1015, 2999, 5000, 65_536, -1, NaN, null, "x"])(
    "refuses the code %j (W38)",
    (code) => {
      expect(thrownBy(() => checkClose(code, ""))).toMatchObject({ name: "InvalidAccessError" });
    },
  );

  test("refuses a reason of more than 123 bytes (W37)", () => {
    expect(thrownBy(() => checkClose(1000, "é".repeat(62)))).toMatchObject({ name: "SyntaxError" });
  });
});
