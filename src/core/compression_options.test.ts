import { describe, expect, test } from "vitest";
import { FakeHost, thrownBy } from "../../test/unit/fake_host.ts";
import { compressionSettings, readCompression } from "./compression_options.ts";
import { readOptions } from "./options.ts";

const refused = (
  compression: unknown,
  host: FakeHost = new FakeHost(),
): ReturnType<typeof thrownBy> => thrownBy(() => readOptions({ compression }, host));

describe("readCompression()", () => {
  test.each([undefined, null, {}])("gives the defaults for %j (C14, E05)", (value) => {
    const host = new FakeHost({ compression: ["br", "gzip", "zstd"] });
    expect(compressionSettings(readCompression(value), host)).toMatchObject({
      encodings: ["br", "gzip"],
      threshold: 64,
      levels: { br: 3, gzip: 4, zstd: 3 },
    });
  });

  test("takes a level for all, or by coding (E05)", () => {
    const levels = (level: unknown): object =>
      compressionSettings(readCompression({ level }), new FakeHost()).levels;
    expect(levels(1)).toEqual({ br: 1, gzip: 1, zstd: 1 });
    expect(levels({ br: 11 })).toEqual({ br: 11, gzip: 4, zstd: 3 });
    expect(levels({ br: undefined })).toEqual({ br: 3, gzip: 4, zstd: 3 });
  });

  test.each([
    true,
    "br",
    ["br"],
    { encodings: "br" },
    { encodings: [] },
    { encodings: ["deflate"] },
    { encodings: ["toString"] },
    { threshold: "64" },
    { level: "9" },
    { level: [1] },
    { level: { deflate: 1 } },
    { level: { br: "1" } },
    { types: "text/html" },
    { types: ["html"] },
    { types: ["text/html; charset=utf-8"] },
    { types: [/text/] },
  ])("refuses %j (E08)", (value) => {
    const error = refused(value);
    expect(error).toBeInstanceOf(TypeError);
    expect(error.code).toBe("ERR_COMPRESSION_INVALID");
    expect(error.message).toMatch(/^Invalid compression(\.\w+)*: it must be \S.*[^.]$/);
  });

  test.each([
    { threshold: -1 },
    { threshold: NaN },
    { level: 0 },
    { level: 10 },
    { level: { br: 12 } },
    { level: { gzip: 0 } },
    { level: { zstd: 20 } },
    { level: 1.5 },
  ])("refuses %j as out of range (E08)", (value) => {
    const error = refused(value);
    expect(error).toBeInstanceOf(RangeError);
    expect(error.code).toBe("ERR_COMPRESSION_OUT_OF_RANGE");
  });
});

describe("readOptions() on a host that cannot", () => {
  test("refuses a coding that it lacks (E04, E05)", () => {
    const error = refused({ encodings: ["zstd", "br"] });
    expect(error.code).toBe("ERR_OPTION_UNSUPPORTED");
    expect(error.message).toBe(
      "Cannot serve with option 'compression.encodings: zstd': not supported on node",
    );
  });

  test("refuses a level where the platform encodes (E04)", () => {
    const host = Object.assign(new FakeHost(), { encoder: undefined });
    expect(refused({ level: 5 }, host).code).toBe("ERR_OPTION_UNSUPPORTED");
    expect(() => readOptions({ compression: { threshold: 1 } }, host)).not.toThrow();
  });

  test("tells a wrong shape first (E08)", () => {
    expect(refused({ encodings: ["zstd"], level: "x" }).code).toBe("ERR_COMPRESSION_INVALID");
  });
});
