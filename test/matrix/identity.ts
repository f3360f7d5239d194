/**
 * Whether a host is the runtime and the version that it is listed as. A matrix that silently ran
 * everything on one runtime would be green.
 *
 * @module
 */
import { execFileSync } from "node:child_process";
import { workerdDate, type HostSpec } from "./hosts.ts";

/** What the running server says it is: `node 26.10.0`. */
export function identify(host: HostSpec, told: { name: string; version: string }): string {
  // workerd shows no version to a worker, so its program is asked.
  const version = host.runtime === "workerd" ? programVersion(host) : told.version;
  return `${told.name} ${version}`;
}

/** What it must say. */
export function expectedIdentity(host: HostSpec): string {
  const version = host.runtime === "workerd" ? workerdDate(host.version) : host.version;
  return `${host.runtime} ${version}`;
}

function programVersion(host: HostSpec): string {
  const output = execFileSync(host.binary ?? "", ["--version"], { encoding: "utf8" });
  return output.trim().replace(/^workerd /, "");
}
