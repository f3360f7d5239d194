/**
 * Section 5 of the contract: which coding a request asks for (C01 to C13).
 *
 * @module
 */
import type { WireCase } from "../case.ts";
import { coded } from "./compress.ts";

type Row = readonly [id: string, accept: string | readonly string[], coding: "br" | "gzip" | null];

const VARY = { headers: { vary: "Accept-Encoding" } };

const rows = (title: (accept: string) => string, list: readonly Row[]): WireCase[] =>
  list.map(([id, accept, coding]) =>
    coded(id, title([accept].flat().join(" / ")), { accept }, coding, VARY),
  );

export const compressAcceptCases: readonly WireCase[] = [
  coded(
    "C01.default",
    "bodies are compressed without being asked for it",
    { accept: "gzip" },
    "gzip",
  ),
  {
    ...coded(
      "C01.off",
      "automaticCompression: false switches it off",
      { accept: "gzip, br" },
      null,
      {
        headers: { vary: null },
      },
    ),
    server: "plain",
  },
  coded("C02.absent", "without Accept-Encoding nothing is compressed", {}, null, VARY),
  ...rows(() => "an empty Accept-Encoding asks for nothing", [["C02.empty", "", null]]),
  ...rows(
    (accept) => `"${accept}" gets what it names, br before gzip`,
    [
      ["C03.gzip", "gzip", "gzip"],
      ["C03.br", "br", "br"],
      ["C03.both", "gzip, br", "br"],
      ["C03.reverse", "br, gzip", "br"],
      ["C03.browser", "gzip, deflate, br, zstd", "br"],
      ["C03.equal", "gzip;q=0.8, br;q=0.8", "br"],
    ],
  ),
  ...rows(
    (accept) => `"${accept}" gets what it likes best`,
    [
      ["C04.gzip", "gzip;q=1.0, br;q=0.9", "gzip"],
      ["C04.br", "gzip;q=0.5, br;q=0.9", "br"],
      ["C04.thousandth", "gzip;q=0.501, br;q=0.5", "gzip"],
      ["C04.least", "br;q=0.001", "br"],
    ],
  ),
  ...rows(
    (accept) => `"${accept}" does not get what it forbids`,
    [
      ["C05.br", "br;q=0, gzip", "gzip"],
      ["C05.zeros", "br;q=0.000, gzip;q=0.1", "gzip"],
      ["C05.all", "gzip;q=0, br;q=0", null],
      ["C05.star", "br;q=0, *", null],
    ],
  ),
  ...rows(
    (accept) => `"${accept}" weighs identity`,
    [
      ["C06.preferred", "identity, gzip;q=0.5", null],
      ["C06.equal", "identity;q=0.5, gzip;q=0.5", "gzip"],
      ["C06.less", "identity;q=0.4, gzip;q=0.5", "gzip"],
      ["C06.alone", "identity", null],
    ],
  ),
  ...rows(
    (accept) => `"${accept}": other codings are passed over`,
    [
      ["C07.deflate", "deflate", null],
      ["C07.zstd", "zstd", null],
      ["C07.mixed", "deflate, gzip;q=0.5, compress", "gzip"],
      ["C07.prefix", "gzipx, xbr", null],
    ],
  ),
  ...rows(
    (accept) => `"${accept}": a star says nothing`,
    [
      ["C08.alone", "*", null],
      ["C08.weighed", "*;q=0.5", null],
      ["C08.beside", "gzip;q=0.5, *;q=0.9", "gzip"],
      ["C08.none", "gzip, *;q=0", "gzip"],
      ["C09.refusal", "identity;q=0, *;q=0", null],
    ],
  ),
  ...rows(
    (accept) => `"${accept}": an invalid weight drops that member only`,
    [
      ["C10.two", "br;q=2, gzip", "gzip"],
      ["C10.negative", "br;q=-1, gzip", "gzip"],
      ["C10.word", "br;q=abc, gzip", "gzip"],
      ["C10.empty", "br;q=, gzip", "gzip"],
      ["C10.infinite", "br;q=inf, gzip", "gzip"],
      ["C10.nan", "br;q=NaN, gzip", "gzip"],
      ["C10.alone", "gzip;q=2", null],
      ["C10.dot", "gzip;q=1.", "gzip"],
      ["C10.commas", ",, gzip,,", "gzip"],
    ],
  ),
  ...rows(
    (accept) => `"${accept}": case and white space do not matter`,
    [
      ["C11.upper", "GZIP", "gzip"],
      ["C11.mixed", "Br", "br"],
      ["C11.q", "br;Q=0.5, gzip;Q=0.9", "gzip"],
      ["C11.after", "br; q=0.5, gzip", "gzip"],
      ["C11.before", "br ;q=0.5, gzip", "gzip"],
      ["C11.forbidden", "BR ; Q=0, gzip", "gzip"],
    ],
  ),
  ...rows(
    (accept) => `"${accept}": x-gzip is gzip`,
    [
      ["C12.alias", "x-gzip", "gzip"],
      ["C12.forbidden", "x-gzip;q=0", null],
      ["C12.weighed", "X-Gzip, br;q=0.5", "gzip"],
    ],
  ),
  ...rows(
    (accept) => `"${accept}": several lines are one list`,
    [
      ["C13.second", ["deflate", "gzip"], "gzip"],
      ["C13.best", ["gzip;q=0.5", "br"], "br"],
      ["C13.forbidden", ["br;q=0", "gzip"], "gzip"],
    ],
  ),
];
