/** The Markdown table. */
import type { Cell, Sample } from "./cells.ts";
import { median, spread } from "./stats.ts";
import { title, type Target } from "./targets.ts";

export interface Figures {
  /** CPU per request of raw over that of the subject, turn by turn; median. */
  readonly ratio: number;
  /** Half the distance between their quartiles. */
  readonly ratioSpread: number;
  readonly cpu: number;
  readonly requestsPerSecond: number;
  /** How many turns were left out because a neighbour held up the load. */
  readonly disturbed: number;
}

/**
 * The samples in which the server was kept about as busy as it can be. Where the load gets no CPU
 * time, a server wakes up for one request at a time, and the cost of waking is what is measured.
 */
function undisturbed({ samples }: Cell): Sample[] {
  const usual = Math.max(...samples.map(({ busy }) => busy));
  const kept = samples.filter(({ busy }) => busy >= 0.75 * usual);
  return kept.length >= Math.min(3, samples.length) ? kept : [...samples];
}

/** Turns are paired, so that a slow moment of the machine falls on both sides of a ratio. */
export function figures(cell: Cell, control: Cell | undefined): Figures | undefined {
  if (cell.samples.length === 0) return undefined;
  const kept = undisturbed(cell);
  const raw = control === undefined ? [] : undisturbed(control);
  const ratios = kept.flatMap((sample) =>
    raw.filter(({ turn }) => turn === sample.turn).map(({ cpu }) => cpu / sample.cpu),
  );
  return {
    ratio: median(ratios),
    ratioSpread: spread(ratios),
    cpu: median(kept.map(({ cpu }) => cpu)),
    requestsPerSecond: median(kept.map((sample) => sample.requestsPerSecond)),
    disturbed: cell.samples.length - kept.length,
  };
}

export function controlOf(cell: Cell, cells: readonly Cell[]): Cell | undefined {
  return cells.find((each) => each.subject.control && each.scenario === cell.scenario);
}

function text(cell: Cell, cells: readonly Cell[]): string {
  const found = figures(cell, controlOf(cell, cells));
  if (cell.failed) return "failed";
  if (found === undefined) return "skipped";
  const ratio = Number.isNaN(found.ratio)
    ? "–"
    : `**${found.ratio.toFixed(2)}** ±${found.ratioSpread.toFixed(2)}`;
  const chunked = cell.framing === "chunked" && cell.scenario.name !== "stream" ? " †" : "";
  const rate = (found.requestsPerSecond / 1000).toFixed(1);
  return `${ratio} · ${found.cpu.toFixed(1)} µs · ${rate}k/s${chunked}`;
}

/** With a client inside: what a subject costs beyond the control, turn by turn; median. */
function insideText(cell: Cell, cells: readonly Cell[]): string {
  if (cell.failed) return "failed";
  if (cell.samples.length === 0) return "skipped";
  const control = controlOf(cell, cells);
  const raw = new Map(control?.samples.map(({ turn, cpu }) => [turn, cpu]));
  if (control === undefined || control === cell) {
    return `${median(cell.samples.map(({ cpu }) => cpu)).toFixed(1)} µs with client`;
  }
  const beyond = cell.samples.flatMap(({ turn, cpu }) => {
    const base = raw.get(turn);
    return base === undefined ? [] : [cpu - base];
  });
  const middle = median(beyond);
  const sign = middle < 0 ? "−" : "+";
  // The standard error of a median, from the quartiles of what is about a normal distribution.
  const error = (1.25 * spread(beyond)) / 0.674 / Math.sqrt(beyond.length);
  return `**${sign}${Math.abs(middle).toFixed(1)}** ±${error.toFixed(1)} µs`;
}

/** One table per runtime: subjects down, scenarios across. */
export function table(target: Target, cells: readonly Cell[], inside: boolean): string {
  const say = inside ? insideText : text;
  const scenarios = [...new Set(cells.map(({ scenario }) => scenario))];
  const subjects = [...new Set(cells.map(({ subject }) => subject))];
  const rows = [
    ["subject", ...scenarios.map(({ name }) => name)],
    ["---", ...scenarios.map(() => "---")],
    ...subjects.map((subject) => [
      subject.name,
      ...cells.filter((cell) => cell.subject === subject).map((cell) => say(cell, cells)),
    ]),
  ];
  const notes = new Map<string, string[]>();
  for (const { subject, scenario, note } of cells) {
    if (note === undefined) continue;
    const key = `${subject.name}: ${note}`;
    notes.set(key, [...(notes.get(key) ?? []), scenario.name]);
  }
  const lines = rows.map((row) => `| ${row.join(" | ")} |`);
  if (lines.some((line) => line.includes("†")))
    lines.push("", "† answers chunked, without a length");
  const all = cells.reduce((sum, { samples }) => sum + samples.length, 0);
  const left = cells.reduce((sum, cell) => sum + (figures(cell, undefined)?.disturbed ?? 0), 0);
  if (left > 0) lines.push("", `left out because the machine was busy: ${left} of ${all} turns`);
  if (notes.size > 0) lines.push("");
  for (const [note, names] of notes) {
    lines.push(names.length === scenarios.length ? `- ${note}` : `- ${note} (${names.join(", ")})`);
  }
  return `## ${title(target)}\n\n${lines.join("\n")}\n`;
}
