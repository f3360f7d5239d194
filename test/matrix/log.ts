/**
 * What the app wrote down of an exchange.
 *
 * @module
 */
import { call, CEILING } from "./client.ts";

/** The log of an exchange. */
async function logOf(port: number, key: string): Promise<string[] | undefined> {
  const body = await call(port, `/log?key=${key}`);
  return body === undefined
    ? undefined
    : (JSON.parse(Buffer.from(body, "latin1").toString()) as string[]);
}

/** The same, as soon as it has so many entries: the last may come after the answer. */
export function entries(
  port: number,
  key: string,
  count: number,
  ceiling: number = CEILING,
): Promise<string[]> {
  return logWhen(port, key, (log) => log.length >= count, ceiling);
}

/** Waits for an entry that begins so; what is wrong, in words. `within`: see {@link Step}. */
export async function logged(
  port: number,
  key: string,
  entry: string,
  ceiling: number = CEILING,
  within: number = Infinity,
): Promise<string | undefined> {
  const has = (log: readonly string[]): boolean => log.some((line) => line.startsWith(entry));
  const log = await logWhen(port, key, has, ceiling, within);
  if (has(log)) return undefined;
  return `no "${entry}" in the log within ${Math.min(ceiling, within)} ms: ${JSON.stringify(log)}`;
}

/** How long it takes to look at a log again, in milliseconds. */
const LOOK = 10;

async function logWhen(
  port: number,
  key: string,
  condition: (log: readonly string[]) => boolean,
  ceiling: number,
  within: number = Infinity,
): Promise<string[]> {
  const deadline = performance.now() + ceiling;
  // A look that a busy machine keeps waiting counts as much as any other.
  for (let looked = 0; ; looked += LOOK) {
    const log = (await logOf(port, key)) ?? ["(no log)"];
    if (condition(log) || looked >= within || performance.now() > deadline) return log;
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
}
