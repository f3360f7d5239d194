/**
 * The lines of a Headers on Deno, repeated ones apart (P29).
 *
 * Deno keeps them as they were appended, and writes them so; but a copy of a Headers is made by its
 * iterator, which joins them (2.9.5). Its list is undocumented: it is looked for once.
 *
 * @module
 */

const { prototype } = Headers;
const iterator = prototype[Symbol.iterator];
const key = findKey();

/** All lines in their order; undefined for what is not the platform's in every way. */
export function linesOf(headers: Headers): [string, string][] | undefined {
  if (key === undefined || Object.getPrototypeOf(headers) !== prototype) return undefined;
  if (headers[Symbol.iterator] !== iterator) return undefined;
  return (headers as unknown as Record<symbol, [string, string][]>)[key];
}

function findKey(): symbol | undefined {
  const lines = [
    ["x-a", "1"],
    ["x-b", "2"],
    ["x-a", "3"],
  ] as const;
  const headers = new Headers();
  for (const [name, value] of lines) headers.append(name, value);
  const wanted = JSON.stringify(lines);
  return Object.getOwnPropertySymbols(headers).find(
    (symbol) => JSON.stringify((headers as never)[symbol]) === wanted,
  );
}
