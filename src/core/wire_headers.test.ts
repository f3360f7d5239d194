import { expect, test } from "vitest";
import { thrownBy } from "../../test/unit/fake_host.ts";
import { checkWireHeaders } from "./wire_headers.ts";

test("checkWireHeaders() lets through what may be sent (P29, P30)", () => {
  const headers = new Headers({ "x-a": "tab\there, latin-1 é\u00ff", "x-b": "" });
  headers.append("set-cookie", "a=1");
  headers.append("set-cookie", "b=2");
  expect(() => checkWireHeaders(headers)).not.toThrow();
});

test("checkWireHeaders() refuses every control character that Headers lets through (P31)", () => {
  const codes = [...Array.from({ length: 32 }, (_, i) => i), 0x7f];
  const refused: number[] = [];
  for (const code of codes) {
    const headers = new Headers();
    try {
      headers.set("x-bad", `a${String.fromCharCode(code)}b`);
    } catch {
      continue; // NUL, CR and LF: the platform's own TypeError
    }
    try {
      checkWireHeaders(headers);
    } catch {
      refused.push(code);
    }
  }
  expect(refused).toEqual(codes.filter((code) => ![0, 9, 10, 13].includes(code)));
  const error = thrownBy(() => checkWireHeaders(new Headers({ "x-bad": "a\u0001" })));
  expect(error).toBeInstanceOf(TypeError);
  expect(error.code).toBe("ERR_RESPONSE_HEADER");
  expect(error.message).toContain('"x-bad"');
});

test("checkWireHeaders() refuses a name that is no token, which workerd's Headers take (P30)", () => {
  for (const name of ["", "x bad", "x-\u00e9", "x:"]) {
    const error = thrownBy(() => checkWireHeaders([[name, "1"]] as never));
    expect([error.code, error.message]).toEqual([
      "ERR_RESPONSE_HEADER",
      `Cannot send header "${name}": its name is no token`,
    ]);
  }
  expect(() => checkWireHeaders([["!#$%&'*+-.^_`|~09azAZ", "1"]] as never)).not.toThrow();
});
