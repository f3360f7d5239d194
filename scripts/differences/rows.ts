/**
 * The rows of the matrix and their known differences, by clause and runtime.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import type { HostName } from "../../src/core/host.ts";
import { APP_CASES } from "../../test/matrix/apps/cases.ts";
import { KNOWN_DIFFERENCES, type KnownDifference } from "../../test/matrix/expectations.ts";
import { ALL_HOSTS, gives } from "../../test/matrix/hosts.ts";
import { clauseOf } from "../../test/shared/case.ts";
import { WIRE_CASES } from "../../test/shared/cases/index.ts";
import { EXTENDED_CASES } from "../../test/shared/h2/extended.ts";
import { FRAME_CASES } from "../../test/shared/h2/index.ts";
import { TLS_CASES } from "../../test/shared/h2/tls.ts";
import type { Need } from "../../test/shared/inside/case.ts";
import { INSIDE_CASES } from "../../test/shared/inside/index.ts";
import { LOAD_ROWS } from "../../test/matrix/load/rows.ts";
import { CERTIFICATE_CASES } from "../../test/shared/tls/cases.ts";
import { TLS_SERVERS } from "../../test/shared/tls/servers.ts";
import { TRUST_CASES } from "../../test/shared/trust/index.ts";
import { NATIVE_CASES } from "../../test/shared/native/index.ts";
import { PROGRAMS } from "../../test/shared/programs/index.ts";

/** The runtimes, in the order of the columns. */
export const RUNTIMES: readonly HostName[] = ["node", "bun", "deno", "workers"];

/** How the documents call them. */
export const TITLES: Readonly<Record<HostName, string>> = {
  node: "Node.js",
  bun: "Bun",
  deno: "Deno",
  workers: "Workers",
};

/** A row of the matrix. */
export interface Row {
  readonly id: string;
  readonly title: string;
  readonly part: string;
  /** The runtimes that are asked. */
  readonly hosts: readonly HostName[];
}

/** A difference of one runtime, of which no row was named by another before. */
export interface Difference extends Omit<KnownDifference, "host" | "case"> {
  readonly runtime: HostName;
  /** The ids of its rows. */
  readonly rows: readonly string[];
}

/** All rows. */
export const ROWS: readonly Row[] = [
  ...rowsOf("wire", WIRE_CASES),
  ...rowsOf("inside", INSIDE_CASES),
  ...rowsOf("trust", TRUST_CASES),
  ...rowsOf("native", NATIVE_CASES),
  ...rowsOf("programs", PROGRAMS),
  ...rowsOf("apps", APP_CASES),
  ...rowsOf("flow", flowRows()),
  ...rowsOf(
    "h2 frames",
    FRAME_CASES.map((row) => ({ ...row, needs: "h2c" as const })),
  ),
  ...rowsOf(
    "h2 sockets",
    EXTENDED_CASES.map((row) => ({ ...row, needs: "http2WebSockets" as const })),
  ),
  ...rowsOf(
    "tls",
    TLS_CASES.map((row) => ({ ...row, needs: "tls" as const })),
  ),
  ...CERTIFICATE_CASES.map(({ id, title, server, needs }) => {
    const all = [...TLS_SERVERS[server].needs, needs];
    const hosts = RUNTIMES.filter((host) => all.every((need) => gives({ host }, need)));
    return { id, title, part: "certificates", hosts };
  }),
  ...rowsOf("load", LOAD_ROWS),
];

/** All differences. A row that is named twice is told once: the first counts, as in the matrix. */
export const DIFFERENCES: readonly Difference[] = differences();

/**
 * How a difference shows: in every mode, in the strict one, when a row of HTTP/1 is played over
 * HTTP/2, or only beside the other runtimes.
 */
export function kindOf({ only, part }: Pick<Difference, "only" | "part">): Kind {
  if (only === "agreement") return "agreement";
  if (part === "h2" || part === "h2c" || part === "h2 tls") return "http2";
  return part?.endsWith("strict") ? "strict" : "listed";
}

/** See {@link kindOf}. */
export type Kind = "listed" | "strict" | "http2" | "agreement";

/** `S`, `R`, … then the number; what is no clause comes first. */
export function byClause(a: string, b: string): number {
  const [group, other] = [GROUPS.indexOf(a[0] ?? ""), GROUPS.indexOf(b[0] ?? "")];
  return group - other || Number(a.slice(1)) - Number(b.slice(1));
}

/** The letters of the clauses, in the order of the documents. */
export const GROUPS: readonly string[] = ["S", "R", "I", "P", "C", "W", "H", "X", "E"];

/** The clause of a row's id, or undefined for an example of the page. */
export function clause(id: string): string | undefined {
  const found = clauseOf(id);
  return /^[A-Z]\d\d$/.test(found) ? found : undefined;
}

function rowsOf(part: string, rows: readonly { id: string; title: string; needs?: Need }[]): Row[] {
  return rows.map(({ id, title, needs }) => {
    const hosts = RUNTIMES.filter((host) => gives({ host }, needs));
    return { id, title, part, hosts };
  });
}

/** These are written in their test, which cannot be imported without running it. */
function flowRows(): { id: string; title: string; needs?: Need }[] {
  const source = readFileSync(
    new URL("../../test/matrix/flow.test.ts", import.meta.url),
    "utf8",
  ).matchAll(/\[\s*"([A-Z]\d\d\.[\w-]+)",\s*"([^"]+)"/g);
  return Array.from(source, ([, id = "", title = ""]) =>
    id.startsWith("H") ? { id, title, needs: "h2c" } : { id, title },
  );
}

function differences(): Difference[] {
  const seen = new Set<string>();
  return KNOWN_DIFFERENCES.flatMap(({ host: named, case: ids, ...rest }): Difference[] =>
    runtimesOf([named].flat()).flatMap((runtime): Difference[] => {
      const rows = [ids].flat().filter((id) => {
        const key = `${runtime} ${id} ${kindOf(rest)}`;
        return !seen.has(key) && seen.add(key);
      });
      return rows.length === 0 ? [] : [{ runtime, rows, ...rest }];
    }),
  );
}

/** Each once: several versions are one runtime. */
function runtimesOf(named: readonly string[]): HostName[] {
  const runtimes = named.map((host) => {
    const found = ALL_HOSTS.find((spec) => spec.id === host || spec.host === host);
    if (found === undefined) throw new Error(`No runtime is called ${host}`);
    return found.host;
  });
  return [...new Set(runtimes)];
}
