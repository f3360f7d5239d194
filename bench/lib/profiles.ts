/** Reads what V8's profilers write, and adds up what each function spent itself. */

export interface Row {
  readonly name: string;
  readonly place: string;
  readonly value: number;
}

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface AllocationNode {
  readonly callFrame: CallFrame;
  readonly selfSize: number;
  readonly children: readonly AllocationNode[];
}

export interface AllocationProfile {
  readonly head: AllocationNode;
}

function place({ url, lineNumber }: CallFrame): string {
  if (url === "") return "";
  const parts = url.replace(/^file:\/\//, "").split("/");
  // Two folders tell the many files called index.js apart.
  const short = url.startsWith("node:") ? url : parts.slice(-3).join("/");
  return `${short}:${lineNumber + 1}`;
}

class Totals {
  readonly #rows = new Map<string, Row>();

  add(frame: CallFrame, value: number): void {
    const name = frame.functionName || "(anonymous)";
    const where = place(frame);
    const key = `${name} ${where}`;
    const sum = (this.#rows.get(key)?.value ?? 0) + value;
    this.#rows.set(key, { name, place: where, value: sum });
  }

  sorted(): Row[] {
    return [...this.#rows.values()].toSorted((a, b) => b.value - a.value);
  }
}

/** Microseconds by function; the time in which nothing ran is left out. */
export function selfTimes(profile: CpuProfile): Row[] {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const totals = new Totals();
  profile.samples.forEach((id, index) => {
    const frame = frames.get(id);
    if (frame === undefined || frame.functionName === "(idle)") return;
    // What starting and stopping the profiler costs is not the subject's.
    if (frame.url === "node:inspector") return;
    totals.add(frame, profile.timeDeltas[index] ?? 0);
  });
  return totals.sorted();
}

/** Bytes allocated by function, those that were collected since included. */
export function selfSizes(profile: AllocationProfile): Row[] {
  const totals = new Totals();
  const visit = (node: AllocationNode): void => {
    if (node.selfSize > 0) totals.add(node.callFrame, node.selfSize);
    node.children.forEach(visit);
  };
  visit(profile.head);
  return totals.sorted();
}
