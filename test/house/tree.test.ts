/** Rules about the files of the tree themselves. */
import { readFile, readdir } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { describe, expect, test } from "vitest";
import { inRoot, run } from "./run.ts";

const listed = await run("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
// Without git (an unpacked archive) there is no saying what belongs to the project.
const files = listed.status === 0 ? [...new Set(listed.stdout.split("\0"))].filter(Boolean) : [];

async function text(file: string): Promise<string> {
  return readFile(inRoot(file), "utf8").catch(() => ""); // deleted, but still in the index
}

test("every file of src has less than 200 lines", async () => {
  const sources = (await readdir(inRoot("src"), { recursive: true })).filter((file) =>
    /(?<!\.gen)\.ts$/.test(file),
  );
  expect(sources.length).toBeGreaterThan(20);
  const long: string[] = [];
  for (const file of sources) {
    const lines = (await text(`src/${file}`)).split("\n").length - 1;
    if (lines >= 200) long.push(`${file}: ${lines}`);
  }
  expect(long).toEqual([]);
});

test("no function literal of src is assigned to a property, where V8 would let it grow old", async () => {
  // See core/info.ts. What is made once for each server may.
  const perServer = new Set(["core/lifecycle.ts"]);
  const literal =
    /[\w\])]\.#?\w+ (?:\?\?)?= (?:async )?(?:function\b|\w+ =>|\((?:[^()]|\([^()]*\))*\)(?:: [^=;]+)? =>)|\] (?:\?\?)?= (?:async )?\([^()]*\)(?:: [^=;]+)? =>/;
  for (const planted of [
    "this.wait = (promise) => {",
    "this.#settle = (\n  error?: Error,\n): void => {",
    "socket.end = async function () {",
    "this[key] = () => {",
    "parts.one ??= value => value",
  ]) {
    expect(literal.test(planted), planted).toBe(true);
  }
  const sources = await readdir(inRoot("src"), { recursive: true });
  const found: string[] = [];
  for (const file of sources.filter((name) => /(?<!\.test)\.ts$/.test(name))) {
    if (perServer.has(file.replaceAll("\\", "/"))) continue;
    const match = literal.exec(await text(`src/${file}`));
    if (match !== null) found.push(`${file}: ${match[0]}`);
  }
  expect(found).toEqual([]);
});

describe.skipIf(files.length === 0)("no tracked file names", () => {
  // Written so that this file does not hold what it looks for.
  const FOLDERS = ["home", "root", "Users", "work"].map((name) => `/${name}/`);
  const path = new RegExp(`(?<![\\w.*})@/-])(?:${FOLDERS.join("|")})[\\w.-]`);

  test("a folder of the machine it was written on", async () => {
    expect(path.test(`in ${FOLDERS[0]}me/project`)).toBe(true);
    const found: string[] = [];
    for (const file of files) {
      const match = path.exec(await text(file));
      if (match !== null) found.push(`${file}: ${match[0]}`);
    }
    expect(found).toEqual([]);
  });

  test("a registry, this machine or its user", async () => {
    const { stdout } = await run("npm", ["config", "get", "registry"]);
    const words = [
      ...["npmjs.org", "yarnpkg.com"].map((name) => `registry.${name}`),
      new URL(stdout).host,
    ];
    if (hostname().length > 5) words.push(hostname());
    const { username } = userInfo();
    if (username.length > 5) words.push(username);
    const found: string[] = [];
    for (const file of files) {
      const content = await text(file);
      for (const word of words) if (content.includes(word)) found.push(`${file}: ${word}`);
    }
    expect(found).toEqual([]);
  });
});
