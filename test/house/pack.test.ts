/** What is published: exactly what is needed, and it can be imported and type-checked. */
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inRoot, ROOT, run, tempFolder, tool } from "./run.ts";

const temp = await tempFolder();
afterAll(temp.remove);
const installed = join(temp.path, "node_modules/everyserve");
let tarball: string;
let files: string[];

beforeAll(async () => {
  // Without scripts: `prepare` would build again, under the feet of the other tests.
  const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", temp.path];
  const { status, stdout, output } = await run("npm", args);
  expect(status, output).toBe(0);
  const [packed] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  tarball = join(temp.path, packed!.filename);
  files = packed!.files.map(({ path }) => path);
  await mkdir(installed, { recursive: true });
  const untar = await run("tar", ["-xzf", tarball, "--strip-components=1", "-C", installed]);
  expect(untar.status, untar.output).toBe(0);
});

test("the pack holds dist, README, LICENSE and package.json", () => {
  const others = files.filter((file) => !/^dist\/.+\.(?:js|d\.ts)$/.test(file)).sort();
  expect(others).toEqual(["LICENSE", "README.md", "package.json"]);
  expect(files.filter((file) => file.includes(".test."))).toEqual([]);
});

test("its files have no source map comments and no paths of a machine", async () => {
  for (const file of files) {
    const text = await readFile(join(installed, file), "utf8");
    expect(text, file).not.toContain("sourceMappingURL");
    expect(text, file).not.toContain(ROOT);
  }
});

// tsc leaves "./x.ts" in declarations. It finds ./x.d.ts by that itself; `deno check` does not, where
// the package is linked instead of installed.
test("its imports name files of the pack", async () => {
  const missing: string[] = [];
  for (const file of files.filter((name) => /\.(?:js|d\.ts)$/.test(name))) {
    const text = await readFile(join(installed, file), "utf8");
    for (const [, specifier] of text.matchAll(/\b(?:from|import)\b\s*\(?"(\.[^"]*)"/g)) {
      const path = posix.join(posix.dirname(file), specifier!);
      const needed = file.endsWith(".d.ts") ? path.replace(/\.js$/, ".d.ts") : path;
      if (!files.includes(needed)) missing.push(`${file}: ${specifier}`);
    }
  }
  expect(missing).toEqual([]);
});

test("publint finds nothing", async () => {
  const { status, output } = await tool("publint", [
    "run",
    installed,
    "--strict",
    "--pack",
    "false",
  ]);
  expect(output).toContain("All good!");
  expect(status).toBe(0);
});

test("are the types wrong: no", async () => {
  const { status, output } = await tool("attw", [tarball, "--profile", "esm-only"]);
  expect(status, output).toBe(0);
});

test("the package needs nothing but itself to serve on Node", async () => {
  await writeFile(
    join(temp.path, "hello.mjs"),
    `import { serve } from "everyserve";
    const server = serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, () => new Response("Hello, World!"));
    const response = await fetch(\`http://127.0.0.1:\${server.addr.port}/\`);
    console.log(await response.text());
    await server.shutdown();`,
  );
  const { status, stdout, output } = await run(process.execPath, [join(temp.path, "hello.mjs")]);
  expect(output).toBe("Hello, World!\n");
  expect([status, stdout]).toEqual([0, "Hello, World!\n"]);
});

const DENO = inRoot("test/runtimes/node_modules/.bin/deno");

test.skipIf(!existsSync(DENO))("Deno type-checks a program that uses the package", async () => {
  await writeFile(join(temp.path, "package.json"), '{"dependencies":{"everyserve":"*"}}');
  await writeFile(join(temp.path, "deno.json"), '{"nodeModulesDir":"manual"}');
  await writeFile(
    join(temp.path, "check.ts"),
    `import { serve, type Server } from "everyserve";
    const server: Server = serve({ port: 0 }, (request) => new Response(request.url));
    // @ts-expect-error no such option
    serve({ prot: 0 }, () => new Response(server.addr.transport));`,
  );
  const env = { ...process.env, DENO_DIR: join(temp.path, "deno"), NO_COLOR: "1" };
  const { status, output } = await run(DENO, ["check", "check.ts"], { cwd: temp.path, env });
  expect(status, output).toBe(0);
});
