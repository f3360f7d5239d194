/**
 * What the fuzzer has found, and what has become of it: rows of the matrix by their ids. Most are
 * listed differences of a parser that no program can change, or tolerances of the clause.
 *
 * Each is about one thing that is wrong with one message, on these hosts, with these verdicts.
 *
 * @module
 */
import type { Flaw } from "./read.ts";
import type { Word } from "./verdict.ts";

/** What the first host makes of a message, and what this one does. */
export type Said = `${Word}>${Word | "another"}`;

/** Why a host may differ from the first one about a message. */
export interface Known {
  /** The row, and what it says. */
  readonly name: string;
  readonly hosts: readonly string[];
  readonly flaw: Flaw | readonly Flaw[];
  readonly says: readonly Said[];
  /** The flaw is in the message before, which both have taken. */
  readonly behind?: true;
  /** Together with this alone. */
  readonly beside?: Flaw;
  /** Something follows on the connection. */
  readonly followed?: true;
}

/** Taken where the first host refuses, or has ended the connection. */
const TAKES: readonly Said[] = ["refused>taken", "failed>taken", "end>taken"];
const REFUSES: readonly Said[] = ["taken>refused", "taken>end"];

const NODE = ["node20", "node22", "node24", "node26"];

/** What is wrong with a body alone. */
export const BODY_FLAWS: readonly Flaw[] = [
  "bad chunk",
  "bare LF in chunks",
  "chunk size with a blank",
  "last chunk without its line",
  "cut off",
];

export const KNOWN: readonly Known[] = [
  {
    name: "R25.lf: a bare LF ends a line",
    hosts: ["deno", "workerd"],
    flaw: "bare LF",
    says: TAKES,
  },
  {
    name: "R04.missing: HTTP/1.1 without a Host is served",
    hosts: ["deno"],
    flaw: "no Host",
    says: TAKES,
  },
  {
    name: "R04.empty: without a Host, or with an empty one, 400",
    hosts: ["workerd"],
    flaw: "empty Host",
    says: REFUSES,
  },
  {
    name: "R05.empty: an empty Host before another is not seen",
    hosts: ["workerd"],
    flaw: ["another Host behind an empty one", "empty Host"],
    beside: "another Host behind an empty one",
    says: TAKES,
  },
  {
    name: "R25.blanks: blanks before the target are refused",
    hosts: ["bun", "deno", "workerd"],
    flaw: "blanks before the target",
    says: REFUSES,
  },
  {
    name: "R54.both: Content-Length beside Transfer-Encoding is taken",
    hosts: ["workerd"],
    flaw: "Content-Length and Transfer-Encoding",
    says: TAKES,
  },
  {
    name: "R54.both: of which nobody looks at the length",
    hosts: ["workerd"],
    flaw: "form of Content-Length",
    beside: "Content-Length and Transfer-Encoding",
    says: TAKES,
  },
  {
    name: "R12: a character that no URL has is refused",
    hosts: ["workerd"],
    flaw: "character that no URL has",
    says: REFUSES,
  },
  {
    name: "R15.unknown: a method that Node.js and Bun do not know is served",
    hosts: ["deno"],
    flaw: "unknown method",
    says: TAKES,
  },
  { name: "R24.del: DEL in a field is taken", hosts: ["bun"], flaw: "DEL in a field", says: TAKES },
  {
    name: "R10.byte: a byte that is not UTF-8 in the target is percent-encoded",
    hosts: ["bun"],
    flaw: "byte beyond ASCII in the target",
    says: TAKES,
  },
  {
    name: "R10.relative: a target without a slash is read as none",
    hosts: ["workerd"],
    flaw: "target that is no path",
    says: TAKES,
  },
  {
    name: "R09.asterisk: OPTIONS * is answered 400",
    hosts: ["bun"],
    flaw: "OPTIONS *",
    says: REFUSES,
  },
  {
    name: "R34.unended: a body in chunks ends with its last chunk",
    hosts: ["bun"],
    flaw: "last chunk without its line",
    says: [...TAKES, "waits>taken"],
  },
  {
    name: "R34.trailers: trailers are answered 400, beside the answer",
    hosts: ["bun"],
    flaw: "trailers",
    says: REFUSES,
    behind: true,
  },
  {
    name: "R34.trailers: or in its place, where the handler waits",
    hosts: ["bun"],
    flaw: "trailers",
    beside: "slow handler",
    says: REFUSES,
  },
  {
    name: "R34.blank: blanks behind the size of a chunk are taken",
    hosts: ["deno", "workerd"],
    flaw: "chunk size with a blank",
    says: TAKES,
  },
  {
    name: "R44.chunk: at a bad chunk the connection ends without a word",
    hosts: ["deno"],
    flaw: BODY_FLAWS,
    says: ["taken>end"],
  },
  {
    name: "R43.unseen: a bad chunk is answered 400, though the handler has been asked or has answered",
    hosts: ["bun"],
    flaw: BODY_FLAWS,
    says: REFUSES,
  },
  {
    name: "R43.unseen: a bad chunk is answered 400, beside the answer",
    hosts: ["bun"],
    flaw: BODY_FLAWS,
    says: REFUSES,
    behind: true,
  },
  {
    name: "R43.unseen: the answer is lost where the client still sends when the connection ends",
    hosts: NODE,
    flaw: BODY_FLAWS,
    beside: "body in packets",
    says: ["taken>end", "end>taken"],
  },
  {
    name: "R57.upload: the connection ends behind a body that came in packets",
    hosts: ["deno"],
    flaw: "body in packets",
    says: ["taken>end"],
    behind: true,
  },
  {
    name: "R57.slow-first, R28.after-pipelined: what is pipelined behind a handler that waits ends the connection",
    hosts: ["bun"],
    flaw: ["slow handler", "body in packets"],
    says: REFUSES,
    followed: true,
  },
];

/** Who goes on behind what it has refused (R28): the connection cannot be closed there. */
export const GOES_ON: readonly { name: string; hosts: readonly string[]; method?: string }[] = [
  {
    name: "R28.head: what follows a HEAD that was refused is served",
    hosts: ["deno"],
    method: "HEAD",
  },
  {
    name: "R06.space: a Worker cannot close a connection on which it has refused",
    hosts: ["workerd"],
  },
];
