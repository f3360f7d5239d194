import { describe, expect, test } from "vitest";
import { FakeHost, thrownBy } from "../../test/unit/fake_host.ts";
import type { PemReader, SecureOptions } from "./host.ts";
import { readReload, readTls, unlockTls, unsupportedTls } from "./tls_options.ts";

const CERT = "-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----";
const KEY = "-----BEGIN PRIVATE KEY-----";
const LOCKED = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
const OLD = "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n";
const PEM = { cert: CERT, key: KEY };
const ASKS = { requestCert: true, ca: CERT };

const read = (tls: unknown, more: object = PEM): ReturnType<typeof readTls> =>
  readTls({ ...more, tls });
const refused = (tls: unknown, more: object = PEM): ReturnType<typeof thrownBy> =>
  thrownBy(() => read(tls, more));

/** Opens a key by taking its encryption's word for it. */
const pem: PemReader = {
  decryptKey(key, passphrase) {
    if (passphrase !== "sesame") throw new Error("bad decrypt");
    return key.replace("ENCRYPTED ", "");
  },
  checkCertificate(certificate) {
    if (certificate.includes("\n!!\n")) throw new Error("wrong tag");
  },
};
const host = Object.assign(new FakeHost(), { pem });

describe("readTls()", () => {
  test("gives nothing for cleartext (S31)", () => {
    expect(readTls({})).toBeUndefined();
    expect(readTls({ tls: null })).toBeUndefined();
  });

  test("gives the defaults (E13)", () => {
    const { sni, ...rest } = read({})!;
    const defaults = { ca: [], requestCert: false, rejectUnauthorized: true };
    expect(rest).toEqual({ ...PEM, passphrase: undefined, ...defaults });
    expect(sni.size).toBe(0);
  });

  test("takes ca as one text or several, and each certificate apart (E13)", () => {
    expect(read(ASKS)!.ca).toEqual([CERT]);
    const ca = [`noise\n${CERT}\n${CERT}\n`, CERT];
    expect(read({ ...ASKS, ca })!.ca).toEqual([CERT, CERT, CERT]);
  });

  test("reads names in lower case (E13)", () => {
    expect([...read({ sni: { "A.test": PEM } })!.sni.keys()]).toEqual(["a.test"]);
  });

  test.each([
    [true, "it must be an object"],
    [[], "it must be an object"],
    [{ requireCert: true }, "there is no 'requireCert'"],
    [{ cert: CERT }, "there is no 'cert'; it stands beside 'tls'"],
    [{ passphrase: 1 }, "passphrase: it must be a string, not number"],
    [{ requestCert: 1 }, "requestCert: it must be true or false, not number"],
    [{ ...ASKS, rejectUnauthorized: "no" }, "rejectUnauthorized: it must be true or false"],
    [{ ...ASKS, ca: 1 }, "ca: it must be a string, or an array of them"],
    [{ ...ASKS, ca: [] }, "ca: it must be a string, or an array of them"],
    [{ ...ASKS, ca: [CERT, ""] }, "ca: it must be a string, or an array of them"],
    [{ requestCert: true }, "requestCert: it needs 'ca', or 'rejectUnauthorized: false'"],
    [{ ca: CERT }, "ca: it has no effect without 'requestCert'"],
    [{ rejectUnauthorized: false }, "rejectUnauthorized: it has no effect without 'requestCert'"],
    [{ sni: [] }, "sni: it must be an object with certificates by name"],
    [{ sni: { "1.2.3.4": PEM } }, "sni: '1.2.3.4' is no host name"],
    [{ sni: { "a.test": PEM, "A.TEST": PEM } }, "sni: 'A.TEST' is there twice"],
  ])("refuses %j (E13)", (tls, why) => {
    const error = refused(tls);
    expect(error).toMatchObject({ name: "TypeError", code: "ERR_TLS_OPTION_INVALID" });
    expect(error.message).toContain(why);
  });

  test("refuses half a certificate of a name, and says of which (E13)", () => {
    const error = refused({ sni: { "a.test": { cert: CERT } } });
    expect(error.code).toBe("ERR_TLS_INCOMPLETE");
    expect(error.message).toBe("Both 'cert' and 'key' must be provided in tls.sni['a.test']");
  });

  test("refuses a ca without certificates (E13)", () => {
    const error = refused({ requestCert: true, ca: [CERT, KEY] });
    expect(error).toMatchObject({ name: "InvalidData", code: "ERR_TLS_INVALID" });
  });

  test.each([LOCKED, OLD])("refuses a key that needs a pass phrase (E13): %j", (key) => {
    const error = refused(undefined, { cert: CERT, key });
    expect(error.code).toBe("ERR_TLS_PASSPHRASE");
    expect(error.message).toContain("tls.passphrase is absent");
    expect(read({ passphrase: "" }, { cert: CERT, key })!.passphrase).toBe("");
  });
});

describe("unlockTls()", () => {
  test("opens the keys of all names, each with its own pass phrase (E13)", () => {
    const named = { cert: CERT, key: LOCKED, passphrase: "sesame" };
    const locked = { cert: CERT, key: LOCKED };
    const given = read({ passphrase: "sesame", sni: { "a.test": named, "b.test": PEM } }, locked)!;
    const { cert, key, sni } = unlockTls(given, host);
    expect([{ cert, key }, sni.get("a.test"), sni.get("b.test")]).toEqual([PEM, PEM, PEM]);
  });

  test("leaves a key alone that is not encrypted (E13)", () => {
    expect(unlockTls(read({ passphrase: "wrong" })!, host).key).toBe(KEY);
  });

  test("says for which name a pass phrase is wrong (E13)", () => {
    const named = { cert: CERT, key: LOCKED, passphrase: "wrong" };
    const error = thrownBy(() => unlockTls(read({ sni: { "a.test": named } })!, host));
    expect(error.code).toBe("ERR_TLS_PASSPHRASE");
    expect(error.message).toContain("tls.sni['a.test'].passphrase");
    expect(error.cause).toMatchObject({ message: "bad decrypt" });
  });

  test("looks into the certificates of authorities (E13)", () => {
    const ca = [CERT, CERT.replace("AA", "!!")];
    const error = thrownBy(() => unlockTls(read({ requestCert: true, ca })!, host));
    expect(error).toMatchObject({ name: "InvalidData", code: "ERR_TLS_INVALID" });
    expect(error.message).toBe("Cannot use tls.ca: wrong tag");
  });
});

describe("unsupportedTls()", () => {
  const poor = new FakeHost({ tlsOptions: ["passphrase"] });

  test("names what was asked for and is not there (E04)", () => {
    expect(unsupportedTls(ASKS, poor)).toBe("tls.requestCert");
    expect(unsupportedTls({ sni: {} }, poor)).toBe("tls.sni");
    expect(unsupportedTls({ rejectUnauthorized: false }, poor)).toBe("tls.rejectUnauthorized");
  });

  test("a default asks for nothing (E04)", () => {
    const tls = { requestCert: false, rejectUnauthorized: true, ca: undefined, passphrase: "a" };
    expect(unsupportedTls(tls, poor)).toBeUndefined();
    expect(unsupportedTls(undefined, poor)).toBeUndefined();
  });
});

describe("readReload()", () => {
  const before: SecureOptions = unlockTls(read({ ...ASKS, sni: { "a.test": PEM } })!, host);
  const NEXT = { cert: `${CERT}\n2`, key: `${KEY}\n2` };

  test("keeps what it was not given (E13)", () => {
    expect(readReload(NEXT, before)).toMatchObject({ ...NEXT, ca: [CERT], requestCert: true });
    expect([...readReload(NEXT, before)!.sni.keys()]).toEqual(["a.test"]);
    expect(readReload({ tls: { ca: undefined } }, before)).toMatchObject({ ...PEM, ca: [CERT] });
  });

  test("takes the names anew (E13)", () => {
    const next = readReload({ tls: { sni: { "b.test": NEXT } } }, before)!;
    expect([next.cert, ...next.sni.keys()]).toEqual([CERT, "b.test"]);
  });

  test.each([{}, { cert: CERT }, { key: KEY, tls: {} }])("refuses %j (S30)", (given) => {
    expect(thrownBy(() => readReload(given, before)).code).toBe("ERR_TLS_INCOMPLETE");
  });

  test.each([{ requestCert: false, ca: undefined }, { rejectUnauthorized: false }])(
    "refuses to change whether clients are asked: %j (E13)",
    (tls) => {
      const error = thrownBy(() => readReload({ ...NEXT, tls }, before));
      expect(error.code).toBe("ERR_TLS_OPTION_INVALID");
    },
  );

  test("gives nothing where there was no certificate, but checks all the same (E13)", () => {
    expect(readReload(NEXT, undefined)).toBeUndefined();
    expect(thrownBy(() => readReload({ ...NEXT, key: CERT }, undefined)).code).toBe(
      "ERR_TLS_INVALID",
    );
  });
});
