/**
 * The demo over HTTPS on one runtime, with the certificate of the tests.
 *
 * @module
 */
import { spawn } from "node:child_process";
import type { Stage, Plan } from "../../scripts/start/stage.ts";
import { TEST_CERTIFICATE } from "../shared/certificate.ts";
import { ROOT } from "./start.ts";

/** A server that runs. */
export interface SecureServer {
  readonly origin: string;
  /** All that it said but where it listens. */
  complaints(): string;
  stop(): Promise<void>;
}

/** Starts it on a free port. */
export async function startSecure(
  stage: Stage,
  runtime: Plan["runtime"],
  more: Readonly<Record<string, string>> = {},
): Promise<SecureServer> {
  const { cert, key } = TEST_CERTIFICATE;
  const settings = { PORT: "0", DEMO_CERT: cert, DEMO_KEY: key, ...more };
  const entry = await stage.entryOf({ runtime, port: 0, settings }, "127.0.0.1");
  const env = { ...process.env, ...settings, DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" };
  delete (env as NodeJS.ProcessEnv)["NODE_OPTIONS"];
  const child = spawn(runtime.binary, runtime.args(entry), {
    cwd: ROOT,
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const origin = await new Promise<string>((resolve, reject) => {
    void ended.then(() => reject(new Error(`${runtime.label} ended: ${said}`)));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const url = /Listening on (https:\/\/127\.0\.0\.1:\d+)\//.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  return {
    origin,
    complaints: () => said.replace(/^Listening on .*\n/m, ""),
    async stop() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
