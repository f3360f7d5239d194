import { describe, expect, test } from "vitest";
import { FakeHost, thrownBy } from "../../test/unit/fake_host.ts";
import { readOptions } from "./options.ts";

const host = new FakeHost();
const read = (bag: Record<string, unknown>): ReturnType<typeof readOptions> =>
  readOptions(bag, host);
const refused = (bag: Record<string, unknown>, on: FakeHost = host): ReturnType<typeof thrownBy> =>
  thrownBy(() => readOptions(bag, on));

/** As much as is looked at. */
const PEM = { cert: "-----BEGIN CERTIFICATE-----", key: "-----BEGIN PRIVATE KEY-----" };

describe("readOptions()", () => {
  test("gives the defaults for an empty bag (S06, S12, S27, S36)", () => {
    expect(read({})).toMatchObject({
      port: 8000,
      hostname: "0.0.0.0",
      path: undefined,
      reusePort: false,
      tcpBacklog: undefined,
      secure: undefined,
      signal: undefined,
      onListen: undefined,
      onError: undefined,
      automaticCompression: true,
    });
  });

  test("takes undefined for absent in every option (S06, S18, S31)", () => {
    const bag = Object.fromEntries(Object.keys(read({})).map((name) => [name, undefined]));
    expect(read(bag)).toEqual(read({}));
  });

  test("ignores unknown options and a bogus transport (S35)", () => {
    expect(read({ transport: "udp", protoc: 1, [Symbol("x")]: 1 })).toEqual(read({}));
  });

  test("reads port and hostname (S08, S13)", () => {
    expect(read({ port: "0x1195", hostname: "[::1]" })).toMatchObject({
      port: 4501,
      hostname: "::1",
    });
  });

  test("gives path as it is (S18)", () => {
    expect(read({ path: "run/my.sock" }).path).toBe("run/my.sock");
  });

  test.each([[""], [1], [null], [{}]])("refuses path %j (S18)", (path) => {
    const error = refused({ path });
    expect(error).toBeInstanceOf(TypeError);
    expect(error.code).toBe("ERR_PATH_INVALID");
  });

  test.each([1, 0, -1, 511])("accepts tcpBacklog %d (S27)", (tcpBacklog) => {
    expect(read({ tcpBacklog }).tcpBacklog).toBe(tcpBacklog);
  });

  test.each<unknown>(["1", 1.5, NaN, 2 ** 31, {}])("refuses tcpBacklog %j (S27)", (tcpBacklog) => {
    const error = refused({ tcpBacklog });
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain("expected i32");
    expect(error.code).toBe("ERR_BACKLOG_INVALID");
  });

  test.each([{ certFile: "c" }, { keyFile: "k" }])("refuses %j (S28)", (bag) => {
    const error = refused(bag);
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toBe(
      "Unsupported 'certFile' / 'keyFile' options provided: use 'cert' / 'key' instead.",
    );
  });

  test.each([[[]], [["h2"]], ["h2"]])("refuses alpnProtocols %j (S29)", (alpnProtocols) => {
    const error = refused({ alpnProtocols });
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toBe(
      "Unsupported 'alpnProtocols' option provided. 'h2' and 'http/1.1' are automatically supported.",
    );
  });

  test.each([
    [{ ...PEM, cert: "C" }, "No certificates found in certificate data"],
    [{ ...PEM, key: "K" }, "No keys found in key data"],
    [{ cert: PEM.key, key: PEM.cert }, "No certificates found in certificate data"],
  ])("refuses what is no PEM: %j (S32)", (bag, message) => {
    const error = thrownBy(() => read(bag));
    expect(error).toMatchObject({ name: "InvalidData", code: "ERR_TLS_INVALID", message });
  });

  test.each(["EC", "RSA"])("takes a key of the form %s (S32)", (form) => {
    const key = `-----BEGIN ${form} PRIVATE KEY-----`;
    expect(read({ ...PEM, key }).secure?.key).toBe(key);
  });

  test("takes cert and key together (S30)", () => {
    expect(read(PEM).secure).toMatchObject(PEM);
  });

  test.each([
    { cert: "C" },
    { key: "K" },
    { cert: "", key: "K" },
    { cert: "C", key: "" },
    { cert: null, key: null },
    { cert: null },
    { cert: "C", key: new Uint8Array(1) },
  ])("refuses half a certificate: %j (S30, S31)", (bag) => {
    const error = refused(bag);
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toBe("Both 'cert' and 'key' must be provided to enable HTTPS");
  });

  test("refuses a signal that is none (S33)", () => {
    const { signal } = new AbortController();
    expect(read({ signal }).signal).toBe(signal);
    for (const bad of [{}, 1, "x", true]) {
      const error = refused({ signal: bad });
      expect(error).toBeInstanceOf(TypeError);
      expect(error.code).toBe("ERR_SIGNAL_INVALID");
    }
  });

  test.each([null, undefined, false, 0, ""])("takes onListen %j for absent (S23)", (onListen) => {
    expect(read({ onListen }).onListen).toBeUndefined();
  });

  test.each([1, "x", {}, true])("refuses onListen %j (S24)", (onListen) => {
    const error = refused({ onListen });
    expect(error).toBeInstanceOf(TypeError);
    expect(error.code).toBe("ERR_ON_LISTEN_INVALID");
  });

  test("takes onError where it is a function, and null for absent (E08)", () => {
    const onError = (): Response => new Response();
    expect(read({ onError }).onError).toBe(onError);
    expect(read({ onError: null }).onError).toBeUndefined();
    expect(refused({ onError: "x" }).code).toBe("ERR_ON_ERROR_INVALID");
  });

  test.each([
    [undefined, true],
    [null, true],
    [true, true],
    [false, false],
  ])("reads automaticCompression %s as %s (S36)", (automaticCompression, expected) => {
    expect(read({ automaticCompression }).automaticCompression).toBe(expected);
  });
});

describe("readOptions() on a host that cannot", () => {
  test.each([
    ["path", "unix", { path: "x" }],
    ["reusePort", "reusePort", { reusePort: true }],
    ["tcpBacklog", "tcpBacklog", { tcpBacklog: 1 }],
    ["cert", "tls", PEM],
  ])("refuses option %s without capability %s (E04)", (name, capability, bag) => {
    const error = refused(bag, new FakeHost({ [capability]: false }));
    expect(error.code).toBe("ERR_OPTION_UNSUPPORTED");
    expect(error.message).toBe(`Cannot serve with option '${name}': not supported on node`);
  });

  test("tells a wrong shape first: it is wrong on every host (S30, E08)", () => {
    const poor = new FakeHost({ tls: false, unix: false });
    expect(refused({ key: "K" }, poor).code).toBe("ERR_TLS_INCOMPLETE");
    expect(refused({ path: 1 }, poor).code).toBe("ERR_PATH_INVALID");
  });

  test("accepts what asks for nothing (E04)", () => {
    const bag = { path: undefined, reusePort: false, tcpBacklog: null, cert: undefined };
    const poor = new FakeHost({ unix: false, reusePort: false, tcpBacklog: false, tls: false });
    expect(() => readOptions(bag, poor)).not.toThrow();
  });

  test("refuses a required capability that is missing (E03)", () => {
    const poor = new FakeHost({ h2c: false, compression: [] });
    expect(() => readOptions({ require: ["http2"] }, poor)).not.toThrow();
    for (const name of ["h2c", "compression"]) {
      const error = refused({ require: ["http2", name] }, poor);
      expect(error.code).toBe("ERR_CAPABILITY_MISSING");
      expect(error.message).toBe(`Cannot serve: capability '${name}' is missing on node`);
    }
  });

  test.each([["h2c"], [{}], [["h3"]], [[1]], [["toString"]], [[Symbol("x")]]])(
    "refuses require %o, which names no capability (E03)",
    (require) => {
      const error = refused({ require });
      expect(error).toBeInstanceOf(TypeError);
      expect(error.code).toBe("ERR_REQUIRE_INVALID");
    },
  );
});
