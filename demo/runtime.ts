/** Where this code runs: the one place of the demo that looks at a runtime, to name it. */

/** The runtime that answers, as the page shows it. */
export interface Runtime {
  /** Its name in running text: `"Node"`, `"Bun"`, `"Deno"`, `"workerd"`. */
  readonly name: string;
  /** Its version; empty where the runtime does not tell and nobody set `DEMO_VERSION`. */
  readonly version: string;
}

/** The globals by which runtimes are told apart; each exists on some of them only. */
interface Globals {
  Bun?: { version: string };
  Deno?: { version: { deno: string } };
  navigator?: { userAgent?: string };
  process?: { env?: Record<string, string | undefined>; versions?: { node?: string } };
}

const globals = globalThis as Globals;

/** Reads a setting from the environment (on Workers: a text binding), where there is one. */
export function setting(name: string): string | undefined {
  return globals.process?.env?.[name];
}

/** Names the runtime. Bun, Deno and workerd come first: all three also present themselves as Node. */
export function thisRuntime(): Runtime {
  if (globals.Bun) return { name: "Bun", version: globals.Bun.version };
  if (globals.Deno) return { name: "Deno", version: globals.Deno.version.deno };
  if (globals.navigator?.userAgent === "Cloudflare-Workers") {
    // workerd does not tell its version; whoever starts it may.
    return { name: "workerd", version: setting("DEMO_VERSION") ?? "" };
  }
  return { name: "Node", version: globals.process?.versions?.node ?? "" };
}
