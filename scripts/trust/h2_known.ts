/**
 * Which verdicts about frames differ, and what is known of them.
 *
 * @module
 */
import type { Frames } from "./h2_mutate.ts";
import type { FramesVerdict } from "./h2_verdict.ts";

/** One host's other opinion about one stream. */
export interface FrameDifference {
  readonly host: string;
  /** "taken>reset": what the first host says, and this one. */
  readonly says: string;
  readonly text: string;
}

/** A verdict in a word. */
const wordOf = (answer: string): string => answer.split(" ")[0]!;

/**
 * Where a host takes a request and the first one does not, or another one, or the other way round. A
 * connection that has ended says nothing of the streams that were not answered: the frame for which
 * it ended may stand anywhere.
 */
export function differing(
  ids: readonly string[],
  { streams }: Frames,
  verdicts: readonly FramesVerdict[],
): FrameDifference[] {
  const found: FrameDifference[] = [];
  for (const [i, verdict] of verdicts.entries()) {
    for (const id of new Set(streams)) {
      const [one, two] = [verdicts[0]!.streams.get(id)!, verdict.streams.get(id)!];
      const [first, own] = [wordOf(one), wordOf(two)];
      if (one === two || first === "lost" || own === "lost") continue;
      if (first !== "taken" && own !== "taken") continue;
      const says = first === own ? "taken>another" : `${first}>${own}`;
      found.push({ host: ids[i]!, says, text: `stream ${id}: ${ids[0]} ${one}, ${ids[i]} ${two}` });
    }
  }
  return found;
}

interface KnownFrames {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly flaws: readonly string[];
  readonly says: readonly string[];
}

export const KNOWN_FRAMES: readonly KnownFrames[] = [
  {
    name: "H10.inject: a field that is none resets the stream, where others leave it out",
    hosts: ["bun"],
    flaws: [
      "colon in a name",
      "blank in a name",
      "empty name",
      "NUL in a value",
      "LF in a value",
      "line end in a value",
      "blank around a value",
      "byte beyond ASCII in a name",
      "name that is no token",
    ],
    says: ["taken>reset"],
  },
  {
    name: "R14: a Host that is not the authority resets the stream",
    hosts: ["bun"],
    flaws: ["another Host"],
    says: ["taken>reset"],
  },
  {
    name: "R15.unknown: 501 to a method that Bun does not know",
    hosts: ["bun"],
    flaws: ["another method"],
    says: ["taken>status"],
  },
  {
    name: "R14: a scheme that is neither http nor https is served",
    hosts: ["bun", "deno"],
    flaws: ["another scheme"],
    says: ["status>taken"],
  },
  {
    name: "R14: a scheme that is none is served",
    hosts: ["bun"],
    flaws: ["scheme that is none"],
    says: ["reset>taken"],
  },
  {
    name: "R24.del: DEL is taken, in a :path as well",
    hosts: ["bun"],
    flaws: ["DEL in the path"],
    says: ["reset>taken"],
  },
  {
    name: "what is no UTF-8 in a :path becomes U+FFFD, where others take it for latin-1",
    hosts: ["bun"],
    flaws: ["byte beyond ASCII in the path"],
    says: ["taken>another"],
  },
  {
    name: "a client that leaves with an error is answered all the same",
    hosts: ["bun"],
    flaws: ["goaway of an error"],
    says: ["reset>taken"],
  },
  {
    name: "R14: without an authority the address of the listener takes its place",
    hosts: ["deno"],
    flaws: ["no authority"],
    says: ["reset>taken"],
  },
  {
    name: "H10.path-absolute, H10.path-bare: any :path is taken",
    hosts: ["deno"],
    flaws: ["absolute path", "path without a slash"],
    says: ["reset>taken"],
  },
  {
    name: "H10.two-paths-split: what is malformed before a field that is cut is forgotten",
    hosts: ["deno"],
    flaws: ["two paths"],
    says: ["reset>taken"],
  },
  {
    name: "H10.two-lengths: a second Content-Length is taken",
    hosts: ["deno"],
    flaws: ["two lengths"],
    says: ["reset>taken"],
  },
  {
    name: "H10.trailers: pseudo fields in trailers are taken",
    hosts: ["deno"],
    flaws: ["pseudo field in trailers"],
    says: ["reset>taken"],
  },
  {
    name: "H15.window: a window beyond 2^31 - 1 is taken",
    hosts: ["bun"],
    flaws: ["window beyond all"],
    says: ["reset>taken"],
  },
  {
    name: "H15.window: what is answered before the window has come stays answered",
    hosts: ["deno"],
    flaws: ["window beyond all"],
    says: ["reset>taken"],
  },
];

/** The name of what is known: only where nothing else is wrong on the connection. */
export function knownOf(host: string, says: string, flaws: readonly string[]): string | undefined {
  return KNOWN_FRAMES.find(
    (one) =>
      one.hosts.includes(host) &&
      one.says.includes(says) &&
      flaws.length > 0 &&
      flaws.every((flaw) => one.flaws.includes(flaw)),
  )?.name;
}
