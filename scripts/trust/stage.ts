/**
 * Starts hosts with the app for load, outside the test runner.
 *
 * @module
 */
import { HOSTS, type HostSpec } from "../../test/matrix/hosts.ts";
import { launch, type Running } from "../../test/matrix/launch.ts";
import setup from "../../test/matrix/stage.ts";

/** A folder with the packed package and the entries, and what removes it. */
export async function makeStage(): Promise<{ stage: string; remove: () => void }> {
  let stage = "";
  const project = { provide: (_key: string, value: string) => (stage = value) };
  const remove = await setup(project as never);
  return { stage, remove };
}

/** The hosts that were named, or those that are installed. */
export function hostsNamed(names: string | undefined): HostSpec[] {
  const wanted = names?.split(",");
  return HOSTS.filter(({ id, binary }) => binary !== undefined && (wanted?.includes(id) ?? true));
}

/** Starts the app for load; where it is `bare` the Worker without everyserve. */
export function start(host: HostSpec, stage: string, bare = false): Promise<Running> {
  if (host.host !== "workers") return launch(host, stage, "load", ["plain", "tls"]);
  const entry = bare ? "load.bare" : "load";
  return launch(host, stage, entry, ["plain", "inspector"], ["--inspector-addr=127.0.0.1:0"]);
}

/** `--name value` of the command line. */
export function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}
