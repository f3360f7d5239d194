/**
 * What the fuzzer has found, and what has become of it: rows of the matrix by their ids. Most are
 * listed differences of a parser that no program can change, or tolerances of the clause.
 *
 * @module
 */
import type { Finding } from "./findings.ts";

/** Why a host may differ from Node.js about such bytes. */
interface Known {
  /** The row, and what it says. */
  readonly name: string;
  readonly hosts: readonly string[];
  /** No reason for two hosts to take other requests out of the same bytes. */
  readonly mild?: true;
  test(bytes: string, shape: string): boolean;
}

const METHODS = /^(?:GET|POST|PUT|HEAD|OPTIONS|DELETE|PATCH|CONNECT|TRACE)$/;

/** The heads of what looks like requests. */
const heads = (bytes: string): string[] =>
  bytes.split(/\r?\n\r?\n/).filter((part) => / HTTP\/\d/i.test(part));

/** What stands where a body ends: often the rest of a method, and a method then. */
function methodsBehindBodies(given: string): string[] {
  const found = given.matchAll(/content-length: ?(\d+)\r\n(?:[^]*?\r\n)?\r\n/gi);
  return Array.from(found, ({ index, 0: head, 1: length }) => {
    const rest = given.slice(index + head.length + Number(length));
    return /^[!#$%&'*+.^_`|~\w-]+(?= )/.exec(rest)?.[0] ?? "GET";
  });
}

const bytes = (pattern: RegExp) => (given: string) => pattern.test(given);

export const KNOWN: readonly Known[] = [
  {
    name: "R28.head, R06.space: refused, but a Worker, and Deno after a HEAD, cannot close the connection",
    hosts: ["deno", "workerd"],
    test: (_, shape) => /refused, (?:taken|refused|failed)/.test(shape),
  },
  {
    name: "R25.lf: a bare LF ends a line there",
    mild: true,
    hosts: ["deno", "workerd"],
    test: bytes(/(?:^|[^\r])\n/),
  },
  {
    name: "R04: no Host, or an empty one",
    hosts: ["deno", "workerd"],
    test: (given) => heads(given).some((head) => !/\nhost[ \t]*:[ \t]*[^\s]/i.test(head)),
  },
  {
    name: "R54.both: Content-Length beside Transfer-Encoding",
    hosts: ["workerd"],
    test: (given) =>
      heads(given).some((head) => /content-length/i.test(head) && /transfer-encoding/i.test(head)),
  },
  {
    name: "R15: a method that the parser does not know",
    hosts: ["bun", "deno", "workerd"],
    test: (given) =>
      methodsBehindBodies(given).some((method) => !METHODS.test(method)) ||
      Array.from(given.matchAll(/(?:^|\n|[^A-Za-z])([!#$%&'*+.^_`|~\w-]+) [^ \n]+ HTTP\/1/g)).some(
        ([, method = ""]) => !METHODS.test(method),
      ),
  },
  { name: "R24.del: DEL in a field", hosts: ["bun", "workerd"], test: bytes(/\x7f/) },
  {
    name: "R10.byte: a byte that is not UTF-8 in the target",
    hosts: ["bun"],
    test: bytes(/ \/[^ ]*[\x80-\xff]\S* HTTP/),
  },
  {
    name: "R09, R10: a target that is no path",
    hosts: ["bun", "workerd"],
    test: bytes(/[A-Z] (?!\/)\S* HTTP\/1/),
  },
  {
    name: "R34.unended: a body in chunks ends with its last chunk there, not with the line behind it",
    hosts: ["bun"],
    test: bytes(/\r\n0+\r\n(?!\r\n)/),
  },
  {
    name: "R34.trailers, R43.chunk: what follows the chunks is refused by an answer of its own",
    hosts: ["bun"],
    test: (given, shape) => /transfer-encoding/i.test(given) && shape.endsWith("refused, end"),
  },
  {
    name: "R44.chunk, R43.unseen: a bad chunk: the connection ends without a word, or the handler is asked",
    mild: true,
    hosts: ["deno", "workerd", "bun"],
    test: bytes(/transfer-encoding/i),
  },
  {
    name: "R56: a form of Content-Length",
    hosts: ["bun", "deno", "workerd"],
    test: bytes(/content-length[ \t]*:(?! ?\d+\r\n)/i),
  },
  {
    name: "R29: another version of HTTP",
    hosts: ["bun", "deno", "workerd"],
    test: bytes(/HTTP\/(?!1\.1)/i),
  },
];

/** What is known of a class: a reason for each host that is of another opinion than the first. */
export function cause({
  kind,
  bytes: given,
  others,
}: Pick<Finding, "kind" | "bytes" | "others">): string[] | undefined {
  const grave = kind === "sees another" || kind === "sees more";
  const names = new Set<string>();
  for (const { id, shape } of others) {
    const known = KNOWN.find(
      (one) => one.hosts.includes(id) && !(grave && one.mild) && one.test(given, shape),
    );
    if (known === undefined) return undefined;
    names.add(known.name);
  }
  return names.size === 0 ? undefined : [...names];
}
