import { describe, expect, test } from "vitest";
import { tlsFailure } from "./tls_errors.ts";

describe("tlsFailure()", () => {
  test.each([
    { code: "ERR_OSSL_X509_KEY_VALUES_MISMATCH", message: "key values mismatch" },
    { message: "error:0b000074:X.509 certificate routines:OPENSSL_internal:KEY_VALUES_MISMATCH" },
    { message: "keys may not be consistent: KeyMismatch" },
  ])("tells the key of another certificate by %j (S32)", (cause) => {
    expect(tlsFailure(cause)).toMatchObject({
      code: "ERR_TLS_KEY_MISMATCH",
      name: "Error",
      message: "keys may not be consistent: KeyMismatch",
      cause,
    });
  });

  test("gives everything else the name InvalidData, and keeps what was said (S32)", () => {
    const cause = new Error("wrong tag");
    expect(tlsFailure(cause)).toMatchObject({
      code: "ERR_TLS_INVALID",
      name: "InvalidData",
      message: "Cannot use certificate and key: wrong tag",
      cause,
    });
  });
});
