// What the examples take from node:fs, which Node.js, Bun and Deno have; the types of Node.js would
// bring all of Node.js with them.
declare module "node:fs" {
  export function readFileSync(path: string, encoding: "utf8"): string;
}
