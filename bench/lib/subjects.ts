/** Who is measured: programs in `subjects/`, each started with the scenario as first argument. */
import type { RuntimeName } from "./targets.ts";

export interface Subject {
  readonly name: string;
  readonly runtime: RuntimeName;
  /** A file of `subjects/`. */
  readonly program: string;
  /** The arguments after the scenario. */
  readonly args: readonly string[];
  /** What the ratios refer to: the runtime's own server without a library. */
  readonly control?: true;
  /** Must first be asked, by the argument `probe`, whether it is what it claims to be. */
  readonly probe?: true;
  /** Takes part in `--quick`. */
  readonly quick?: true;
  /** The npm package whose version is printed. */
  readonly pack?: string;
}

function onNode(name: string, program: string, rest: Partial<Subject> = {}): Subject {
  return { name, runtime: "node", program, args: [], ...rest };
}

function pair(runtime: RuntimeName, ours: string): Subject[] {
  return [
    { name: "raw", runtime, program: `raw-${runtime}.mjs`, args: [], control: true, quick: true },
    { name: "everyserve", runtime, program: ours, args: [], quick: true },
    ...(runtime === "workerd"
      ? []
      : [{ name: "everyserve-off", runtime, program: ours, args: ["off"] }]),
  ];
}

export const subjects: readonly Subject[] = [
  ...pair("node", "everyserve.mjs"),
  onNode("everyserve-strict", "everyserve.mjs", { args: ["strict"], probe: true }),
  onNode("everyserve-unbounded", "everyserve.mjs", { args: ["unbounded"] }),
  onNode("srvx", "srvx.mjs", { pack: "srvx" }),
  onNode("srvx-fast", "srvx.mjs", { args: ["fast"], pack: "srvx", quick: true }),
  onNode("hono", "hono.mjs", { pack: "@hono/node-server", quick: true }),
  onNode("whatwg", "whatwg.mjs", { pack: "@whatwg-node/server" }),
  onNode("whatwg-native", "whatwg.mjs", { args: ["native"], pack: "@whatwg-node/server" }),
  ...pair("bun", "everyserve.mjs"),
  ...pair("deno", "everyserve.mjs"),
  ...pair("workerd", "everyserve-workerd.mjs"),
];

export const subjectNames: readonly string[] = [...new Set(subjects.map(({ name }) => name))];
