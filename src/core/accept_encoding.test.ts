import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseCoding, parseAcceptEncoding } from "./accept_encoding.ts";
import { CODINGS, type ContentCoding } from "./codings.ts";

const weights = (header: string): Record<string, number> =>
  Object.fromEntries(parseAcceptEncoding(header));

describe("parseAcceptEncoding()", () => {
  test.each<[string, Record<string, number>]>([
    ["", {}],
    ["gzip", { gzip: 1000 }],
    ["gzip, br;q=0.5", { gzip: 1000, br: 500 }],
    ["gzip;q=0.001,br;q=0.12", { gzip: 1, br: 120 }],
    ["GZIP;Q=0.5", { gzip: 500 }],
    ["gzip ; q=0.5\t,\tbr", { gzip: 500, br: 1000 }],
    ["x-gzip;q=0.3", { gzip: 300 }],
    ["*;q=0, identity;q=1.000", { "*": 0, identity: 1000 }],
    [",,gzip,", { gzip: 1000 }],
    ["gzip;q=1.", { gzip: 1000 }],
    ["gzip;q=0.", { gzip: 0 }],
  ])("reads %j (C10 to C12)", (header, expected) => {
    expect(weights(header)).toEqual(expected);
  });

  test.each([
    "gzip;q=2",
    "gzip;q=1.001",
    "gzip;q=-1",
    "gzip;q=",
    "gzip;q=.5",
    "gzip;q=1e-3",
    "gzip;q=0.0001",
    "gzip;q=inf",
    "gzip;q = 0.5",
    "gzip;a=b",
    "gzip;q=0.5;q=1",
    "gzip deflate",
    "gz/ip",
    "\u00a0gzip",
  ])("drops %j alone (C10)", (member) => {
    expect(weights(`${member}, br;q=0.5`)).toEqual({ br: 500 });
  });

  test("takes the least where a name comes twice: what is forbidden stays so (C05)", () => {
    expect(weights("gzip, x-gzip;q=0, gzip;q=0.5")).toEqual({ gzip: 0 });
  });
});

describe("chooseCoding()", () => {
  test.each<[string, string]>([
    ["gzip, deflate, br, zstd", "br"],
    ["gzip;q=1.0, br;q=0.9", "gzip"],
    ["gzip;q=0", "none"],
    ["*", "none"],
    ["identity, gzip;q=0.5", "identity"],
    ["identity;q=0.5, gzip;q=0.5", "gzip"],
    ["identity;q=0, *;q=0", "none"],
  ])("answers %j with %s (C03 to C09)", (header, expected) => {
    expect(chooseCoding(header, ["br", "gzip"])).toBe(expected);
  });

  test("prefers in the order of the offer at equal weights (C03, E05)", () => {
    expect(chooseCoding("gzip, br, zstd", ["zstd", "br", "gzip"])).toBe("zstd");
    expect(chooseCoding("gzip, br, zstd", ["gzip"])).toBe("gzip");
  });
});

const NAMES = ["gzip", "br", "zstd", "x-gzip", "deflate", "identity", "*", "GZip", "BR"];
const name = fc.constantFrom(...NAMES);
/** A weight in thousandths, and how it may be written. */
const weight = fc.integer({ min: 0, max: 1000 });
const written = (thousandths: number): string => (thousandths / 1000).toString();
const member = fc
  .tuple(name, fc.option(weight), fc.constantFrom("", " ", "\t"))
  .map(([coding, q, space]) => ({
    name: coding.toLowerCase().replace("x-gzip", "gzip"),
    weight: q ?? 1000,
    text: q === null ? coding : `${coding}${space};${space}q=${written(q)}`,
  }));
const members = fc.array(member, { maxLength: 6 });
const offer = fc.shuffledSubarray<ContentCoding>(
  CODINGS.map((row) => row.name),
  { minLength: 1 },
);

describe("whatever a client sends", () => {
  const anything = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(...'gzipbr;q=01.5, *"\t\\-') }),
  );

  test("it is read without throwing, and what is chosen is offered and named", () => {
    fc.assert(
      fc.property(anything, offer, (header, offered) => {
        const choice = chooseCoding(header, offered);
        if (choice === "none" || choice === "identity") return;
        expect(offered).toContain(choice);
        expect(header.toLowerCase()).toContain(choice);
      }),
      { numRuns: 2000 },
    );
  });

  test("what is chosen is accepted, never forbidden, and nothing is liked better (C03 to C08)", () => {
    fc.assert(
      fc.property(members, offer, (list, offered) => {
        const header = list.map(({ text }) => text).join(", ");
        /** The rule in its plainest form: nothing is better than the least that was said. */
        const liking = (coding: string): number => {
          const said = list.filter((one) => one.name === coding).map((one) => one.weight);
          return said.length === 0 ? 0 : Math.min(...said);
        };
        const best = Math.max(...offered.map(liking));
        const choice = chooseCoding(header, offered);
        if (choice === "none") expect(best).toBe(0);
        else if (choice === "identity") expect(liking("identity")).toBeGreaterThan(best);
        else {
          expect(liking(choice)).toBe(best);
          expect(best).toBeGreaterThan(0);
          expect(best).toBeGreaterThanOrEqual(liking("identity"));
          expect(choice).toBe(offered.find((coding) => liking(coding) === best));
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("a star and unknown codings change nothing (C07, C08)", () => {
    const noise = fc.constantFrom("*", "*;q=0", "deflate", "snappy;q=1", "gzip;q=7", "");
    fc.assert(
      fc.property(members, noise, offer, (list, extra, offered) => {
        const header = list
          .filter(({ name: coding }) => coding !== "*")
          .map(({ text }) => text)
          .join(", ");
        const choice = chooseCoding(header, offered);
        expect(chooseCoding(`${extra}, ${header}`, offered)).toBe(choice);
        expect(chooseCoding(`${header},${extra}`, offered)).toBe(choice);
      }),
    );
  });
});
