/**
 * Mixed traffic over kept connections, with an account of every answer.
 *
 * @module
 */
import { type Fate, type Kind, type Way, type WayName, wayTo } from "./ways.ts";

export type { Fate, WayName } from "./ways.ts";

/** What is asked for, in turn. */
export const KINDS: readonly Kind[] = [
  { path: "/ok", answer: "ok" },
  { path: "/slow?ms=15", answer: "slow" },
  { path: "/stream", answer: "12345" },
  { path: "/upload", answer: "2000", upload: "x".repeat(2000) },
  { path: "/large?size=100000", answer: (body) => body.length === 100_000 },
  { path: "/echo", answer: "y".repeat(2000), upload: "y".repeat(2000) },
  { path: "/error", answer: "error", status: 500 },
];

/** Who asks. */
export interface TrafficOptions {
  readonly ports: ReadonlyMap<string, number>;
  /** The clients take turns in them. */
  readonly ways: readonly WayName[];
  readonly clients: number;
  /** Whether to keep what became of each request. */
  readonly keep: boolean;
}

/** Clients that ask one thing after the other until they are told to stop, or cannot go on. */
export class Traffic {
  /** By id, where they are kept. */
  readonly fates: Map<string, Fate> = new Map();
  readonly counts: Record<Fate, number> = { whole: 0, refused: 0, broken: 0, wrong: 0 };
  readonly #keep: boolean;
  #stopped = false;
  readonly #clients: Promise<void>[];

  constructor({ ports, ways, clients, keep }: TrafficOptions) {
    this.#keep = keep;
    this.#clients = Array.from({ length: clients }, (_, client) =>
      this.#run(client, wayTo(ways[client % ways.length] ?? "h1", ports)),
    );
  }

  /** Lets what is under way come to its end. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.over();
  }

  /** Resolves when every client has been refused. */
  async over(): Promise<void> {
    await Promise.all(this.#clients);
  }

  async #run(client: number, way: Way): Promise<void> {
    for (let i = 0; !this.#stopped; i++) {
      const kind = KINDS[(i + client) % KINDS.length]!;
      const id = `${client}-${i}`;
      const fate = await way.ask(kind, id);
      this.counts[fate]++;
      if (this.#keep) this.fates.set(id, fate);
      // The port is closed: nobody will answer any more.
      if (fate === "refused") break;
    }
    way.end();
  }
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
