/**
 * Clients that others wrote, over HTTP/2: curl, nghttp, h2load, undici. What is not installed is
 * absent, and no failure: the frames and Node's own client are asked everywhere.
 */
import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { Agent, fetch } from "undici";
import { afterAll, describe, inject, test } from "vitest";
import { SERVERS } from "../shared/servers.ts";
import { AppServer } from "./appserver.ts";
import { HTTP2_HOSTS } from "./hosts.ts";

const stage = inject("stage");
const part = "h2 clients";

/** A program, how it is called, and what it must print. */
interface Program {
  readonly name: string;
  readonly says: string;
  readonly args: (origin: string) => string[];
  readonly prints: RegExp;
  readonly secure: boolean;
}

const curl = (says: string, secure: boolean, prints: RegExp, ...args: string[]): Program => ({
  name: "curl",
  says,
  secure,
  prints,
  args: (origin) => ["-sk", "-m", "5", "-w", " %{http_version}", ...args, `${origin}/echo`],
});

const PROGRAMS: readonly Program[] = [
  curl("--http2-prior-knowledge", false, /"method":"GET".* 2$/s, "--http2-prior-knowledge"),
  curl("--http2 in cleartext stays with HTTP/1.1", false, /"method":"GET".* 1\.1$/s, "--http2"),
  curl("--http2 over TLS", true, /"url":"https:.* 2$/s, "--http2"),
  curl("--http1.1 over TLS", true, /"url":"https:.* 1\.1$/s, "--http1.1"),
  curl("posts over TLS", true, /"method":"POST".*"body":"hello".* 2$/s, "--http2", "-d", "hello"),
  curl("HEAD with prior knowledge", false, /^HTTP\/2 200.* 2$/s, "--http2-prior-knowledge", "-I"),
  {
    name: "nghttp",
    says: "sees a response and its end",
    secure: false,
    args: (origin) => ["-nv", `${origin}/hello`],
    prints: /recv DATA frame[^]*:status: 200|:status: 200[^]*recv DATA frame/,
  },
  {
    name: "nghttp",
    says: "agrees on h2 over TLS",
    secure: true,
    args: (origin) => ["-nv", `${origin}/hello`],
    prints: /negotiated protocol: h2[^]*:status: 200/,
  },
  {
    name: "h2load",
    says: "2000 requests on 10 connections of 20 streams succeed",
    secure: false,
    args: (origin) => ["-n2000", "-c10", "-m20", `${origin}/ok`],
    prints: /2000 succeeded, 0 failed, 0 errored/,
  },
  {
    name: "h2load",
    says: "2000 requests over TLS succeed",
    secure: true,
    args: (origin) => ["-n2000", "-c10", "-m20", `${origin}/ok`],
    prints: /2000 succeeded, 0 failed, 0 errored/,
  },
];

test("the programs are looked for", () => {});

for (const host of HTTP2_HOSTS) {
  describe(`${part} ${host.id}`, () => {
    const names = Object.keys(SERVERS);
    const plain = new AppServer(host, stage);
    const secure = new AppServer(host, stage, "app", names, ["tls"]);
    afterAll(() => Promise.all([plain.stop(), secure.stop()]));

    for (const program of PROGRAMS) {
      test(`${program.name}: ${program.says}`, async ({ task, skip, expect }) => {
        Object.assign(task.meta, { host: host.id, part });
        if (!isInstalled(program.name)) skip(`${program.name} is absent`);
        const port = await (program.secure ? secure : plain).port("plain");
        const origin = `${program.secure ? "https" : "http"}://127.0.0.1:${port}`;
        expect(await run(program.name, program.args(origin))).toMatch(program.prints);
      });
    }

    test("undici: allowH2", async ({ task, expect }) => {
      Object.assign(task.meta, { host: host.id, part });
      const port = await secure.port("plain");
      const dispatcher = new Agent({ allowH2: true, connect: { rejectUnauthorized: false } });
      try {
        const response = await fetch(`https://127.0.0.1:${port}/echo`, {
          dispatcher,
          method: "POST",
          body: "hello",
        });
        // R14: a request of HTTP/2 shows `:authority` as the host of its URL.
        expect(await response.json()).toMatchObject({
          method: "POST",
          url: `https://127.0.0.1:${port}/echo`,
          body: "hello",
        });
      } finally {
        await dispatcher.destroy();
      }
    });
  });
}

function isInstalled(name: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function run(name: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, { stdio: ["ignore", "pipe", "pipe"], timeout: 10_000 });
    let output = "";
    const take = (text: unknown): void => void (output += String(text));
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.once("error", reject);
    child.once("close", () => resolve(output));
  });
}
