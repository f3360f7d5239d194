/** The documents tell the truth: codes, versions, links, and examples that compile. */
import { mkdir, readFile, readdir, symlink, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ERROR_CLASSES } from "../../src/core/errors.ts";
import { inRoot, tempFolder, tool } from "./run.ts";

const temp = await tempFolder();
afterAll(temp.remove);

const root = (await readdir(inRoot("."))).filter((name) => name.endsWith(".md"));
const folders = ["docs", "decisions"];
const nested = await Promise.all(
  folders.map(async (folder) => (await readdir(inRoot(folder))).map((name) => `${folder}/${name}`)),
);
const documents = [...root, ...nested.flat()].filter((name) => name.endsWith(".md"));
const read = (file: string): Promise<string> => readFile(inRoot(file), "utf8");

describe("docs/errors.md", async () => {
  const text = await read("docs/errors.md");
  const sections = Array.from(text.matchAll(/^### (\S+)\n\n(\w+)/gm), ([, code, name]) => [
    code,
    name,
  ]);

  test("has a section for each code with its class, and no other", () => {
    expect(Object.fromEntries(sections)).toEqual(ERROR_CLASSES);
    expect(sections).toHaveLength(Object.keys(ERROR_CLASSES).length);
  });

  test("has no code that nothing throws", async () => {
    const files = (await readdir(inRoot("src"), { recursive: true })).filter(
      (file) => file.endsWith(".ts") && !/\.test\.ts$|core\/errors\.ts$/.test(file),
    );
    const own = (await read("src/core/errors.ts")).split("} as const;")[1];
    const sources = await Promise.all(files.map((file) => read(`src/${file}`)));
    const all = [own, ...sources].join("\n");
    const unused = Object.keys(ERROR_CLASSES).filter((code) => !all.includes(`"${code}"`));
    expect(unused).toEqual([]);
  });

  test("is of all that is thrown, but what stands for an error of the platform (E08)", async () => {
    const files = (await readdir(inRoot("src"), { recursive: true })).filter(
      (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
    );
    const sources = await Promise.all(files.map((file) => read(`src/${file}`)));
    const thrown = sources.flatMap((source) =>
      Array.from(
        source.matchAll(/(?:throw|reject\()\s*new \w*Error\(\s*(.*)/g),
        (match) => match[1],
      ),
    );
    expect(thrown.filter((message) => !PLATFORMS.test(message ?? ""))).toEqual([]);
    expect(thrown.length).toBeGreaterThan(3);
  });
});

/** What the platform's own classes say in the same place, and the words of R45. */
const PLATFORMS =
  /^["`](Class constructor \w+ cannot be invoked without 'new'|The data is not JSON serializable|Unable to parse body as form data: )/;

test("README.md names the versions that the matrix runs", async () => {
  const { optionalDependencies } = JSON.parse(await read("test/runtimes/package.json")) as {
    optionalDependencies: Record<string, string>;
  };
  const text = await read("README.md");
  for (const [name, pinned] of Object.entries(optionalDependencies)) {
    if (name.startsWith("node") && !name.endsWith("-linux-x64")) continue;
    expect(text, name).toContain(pinned.split("@").at(-1));
  }
});

test("README.md has the two commands, and they exist", async () => {
  const text = await read("README.md");
  const commands = Array.from(text.matchAll(/```sh\n([^]*?)```/g), ([, command]) =>
    command!.trim(),
  );
  expect(commands).toEqual(["npm ci && npm start", "npm ci && npm test"]);
  const { scripts } = JSON.parse(await read("package.json")) as { scripts: object };
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(["start", "test", "test:fast"]));
});

test("ARCHITECTURE.md has every file of src/core and every adapter on its map", async () => {
  const text = await read("ARCHITECTURE.md");
  const files = (await readdir(inRoot("src/core"))).filter((file) => /(?<!\.test)\.ts$/.test(file));
  const adapters = (await readdir(inRoot("src/adapters"))).map((name) => `${name}/`);
  expect([...files, ...adapters].filter((name) => !text.includes(name))).toEqual([]);
});

test.each(documents)("the links and paths in %s lead somewhere", async (file) => {
  const text = (await read(file)).replaceAll(/```[^]*?```/g, "");
  const links = Array.from(text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g), ([, to]) => to!);
  const relative = links.filter((link) => !/^[a-z]+:/.test(link));
  expect(relative.filter((link) => !existsSync(inRoot(dirname(file), link)))).toEqual([]);
  // `src/core/port.ts` in running text; a name with a placeholder is none.
  const paths = Array.from(
    text.matchAll(/`((?:src|test|scripts|demo|examples|bench|docs|decisions)\/[\w./-]*)`/g),
    ([, path]) => path!,
  );
  expect(paths.filter((path) => !existsSync(inRoot(path)))).toEqual([]);
});

test("the examples in the documents compile", async () => {
  const names: string[] = [];
  for (const file of documents) {
    const blocks = (await read(file)).matchAll(/```ts\n([^]*?)```/g);
    for (const [i, [, code]] of [...blocks].entries()) {
      const name = `${file.replaceAll(/\W/g, "_")}_${i}.ts`;
      // Each block is a module of its own, whether it imports something or not.
      await writeFile(join(temp.path, name), `${code}\nexport {};\n`);
      names.push(name);
    }
  }
  expect(names.length).toBeGreaterThan(10);
  // What the examples themselves are checked with.
  await writeFile(join(temp.path, "fs.d.ts"), await read("examples/types/fs.d.ts"));
  names.push("fs.d.ts");
  await mkdir(join(temp.path, "node_modules"));
  await symlink(inRoot("."), join(temp.path, "node_modules/everyserve"), "junction");
  const config = {
    compilerOptions: {
      target: "ES2022",
      module: "NodeNext",
      lib: ["ES2023", "ESNext.Disposable", "WebWorker", "WebWorker.AsyncIterable"],
      types: [],
      strict: true,
      noEmit: true,
    },
    files: names,
  };
  await writeFile(join(temp.path, "tsconfig.json"), JSON.stringify(config));
  await writeFile(join(temp.path, "package.json"), '{"type":"module"}');
  const { output, status } = await tool("tsc", ["-p", temp.path, "--pretty", "false"]);
  expect(output).toBe("");
  expect(status).toBe(0);
});
