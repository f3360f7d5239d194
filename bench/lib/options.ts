/** The command line: flags, their defaults, and one line for whoever mistypes one. */
import { parseArgs } from "node:util";
import { scenarios } from "./scenarios.ts";
import { subjectNames } from "./subjects.ts";
import { nodeMajors, runtimeNames, type RuntimeName } from "./targets.ts";

export interface Options {
  readonly scenarios: readonly string[];
  readonly nodes: readonly string[];
  readonly runtimes: readonly RuntimeName[];
  readonly subjects: readonly string[];
  readonly rounds: number;
  readonly seconds: number;
  readonly warmup: number;
  readonly connections: number;
  readonly inside: boolean;
  readonly quick: boolean;
  readonly help: boolean;
}

/** A command line that cannot be followed. */
export class UsageError extends Error {
  override name = "UsageError";
}

export const help: string = `Usage: npm run bench -- [flags]

Server CPU time per request, of everyserve and of others, as ratios to the runtime's own server.

  --scenario <a,b>     ${scenarios.map(({ name }) => name).join(", ")} (default: all)
  --node <24,26>       majors of Node: ${nodeMajors.join(", ")} (default: 24,26)
  --runtimes <a,b>     ${runtimeNames.join(", ")}, or all (default: node)
  --subject <a,b>      ${subjectNames.join(", ")}
                       (default: all; raw is always measured)
  --rounds <n>         rounds, interleaved; 1 to 50 (default: 5)
  --seconds <n>        seconds under load per subject, scenario and round; 0.2 to 60 (default: 2)
  --warmup <n>         seconds of load before that; 0 to 60 (default: 1)
  --connections <n>    keep-alive connections of the load; 1 to 512 (default: 16)
  --inside             a client inside the server's process instead of load from outside: tells
                       the microseconds that a subject costs beyond raw, also on a busy machine
  --quick              under a minute: Node 24, the fastest rivals, two short rounds
  --help               this text

The table goes to stdout, progress to stderr, all samples as JSON to bench/results/.`;

function list<T extends string>(flag: string, text: string, known: readonly T[]): T[] {
  const items = text.split(",").map((item) => item.trim());
  for (const item of items) {
    if (!(known as readonly string[]).includes(item)) {
      throw new UsageError(`--${flag} does not know "${item}"; it takes ${known.join(", ")}`);
    }
  }
  return [...new Set(items)] as T[];
}

function number(flag: string, text: string, low: number, high: number, whole: boolean): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!(value >= low && value <= high) || (whole && !Number.isInteger(value))) {
    const kind = whole ? "a whole number" : "a number";
    throw new UsageError(`--${flag} takes ${kind} from ${low} to ${high}, received "${text}"`);
  }
  return value;
}

/** Reads the flags; throws {@link UsageError}. */
export function parseOptions(argv: readonly string[]): Options {
  const string = { type: "string" } as const;
  const boolean = { type: "boolean" } as const;
  let values;
  try {
    ({ values } = parseArgs({
      args: [...argv],
      options: {
        scenario: string,
        node: string,
        runtimes: string,
        subject: string,
        rounds: string,
        seconds: string,
        warmup: string,
        connections: string,
        quick: boolean,
        inside: boolean,
        help: boolean,
      },
    }));
  } catch (error) {
    // Node's message goes on with advice about `--`; its first sentence is what is wrong.
    throw new UsageError(String((error as Error).message).split(/\.\s|\n/)[0]);
  }
  const quick = values.quick ?? false;
  const names = scenarios.map(({ name }) => name);
  const runtimes = values.runtimes ?? "node";
  const wanted = values.subject === undefined ? [] : list("subject", values.subject, subjectNames);
  return {
    scenarios: values.scenario === undefined ? names : list("scenario", values.scenario, names),
    nodes: list("node", values.node ?? (quick ? "24" : "24,26"), nodeMajors),
    runtimes: runtimes === "all" ? runtimeNames : list("runtimes", runtimes, runtimeNames),
    subjects: wanted,
    rounds: number("rounds", values.rounds ?? (quick ? "2" : "5"), 1, 50, true),
    seconds: number("seconds", values.seconds ?? (quick ? "0.8" : "2"), 0.2, 60, false),
    warmup: number("warmup", values.warmup ?? (quick ? "0.4" : "1"), 0, 60, false),
    connections: number("connections", values.connections ?? "16", 1, 512, true),
    inside: values.inside ?? false,
    quick,
    help: values.help ?? false,
  };
}
