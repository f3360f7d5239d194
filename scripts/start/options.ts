/**
 * The command line of `npm start`.
 *
 * @module
 */
import { parseArgs } from "node:util";

/** What the command line asks for. */
export interface StartOptions {
  /** The port of the first runtime; 0 gives each a free one. */
  readonly port: number;
  readonly hostname: string;
  /** The ids of the runtimes to start; undefined means all. */
  readonly only: readonly string[] | undefined;
  readonly help: boolean;
}

/** A mistake on the command line; its message is one line for the user. */
export class UsageError extends Error {}

/** The text of `--help`. */
export function usage(ids: readonly string[]): string {
  return `Serves the demo from one source on every runtime at once.

  npm start -- [options]

  --port <number>      the port of the first runtime, the others take the ports after it;
                       0 gives each a free one (default 8000)
  --hostname <name>    the address to listen on (default 127.0.0.1; 0.0.0.0 for every interface)
  --only <ids>         only these runtimes: ${ids.join(",")}
  --help               this text

Ctrl-C stops them all; a second Ctrl-C kills them at once.`;
}

/** Reads the arguments; `ids` are the runtimes that there are. */
export function parseOptions(args: readonly string[], ids: readonly string[]): StartOptions {
  const values = parse(args);
  const text = values.port ?? "8000";
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) {
    throw new UsageError(`--port must be a number from 0 to 65535, not "${text}"`);
  }
  const hostname = values.hostname ?? "127.0.0.1";
  if (hostname === "") throw new UsageError("--hostname must not be empty");
  const only = values.only?.split(",").map((id) => id.trim());
  for (const id of only ?? []) {
    if (!ids.includes(id)) {
      throw new UsageError(`--only knows no runtime "${id}"; there are ${ids.join(", ")}`);
    }
  }
  return { port, hostname, only, help: values.help ?? false };
}

function parse(args: readonly string[]): {
  port?: string | undefined;
  hostname?: string | undefined;
  only?: string | undefined;
  help?: boolean | undefined;
} {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: "string" },
        hostname: { type: "string" },
        only: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    // Node's own message, without the advice that follows its first sentence.
    const [sentence = ""] = String((error as Error).message).split(/\.\s|\n/);
    throw new UsageError(`${sentence}; --help lists the options`);
  }
}
