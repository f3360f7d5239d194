/**
 * The options of `upgradeWebSocket()`.
 *
 * @module
 */
import { failure } from "./errors.ts";
import type { WebSocketHost } from "./host.ts";
import type { UpgradeWebSocketOptions } from "./types.ts";

/** W45, in seconds. */
const IDLE = 30;

/** The options after validation. */
export interface UpgradeChoice {
  /** The subprotocol to select, or "". */
  readonly protocol: string;
  /** In seconds; 0 is never. */
  readonly idleTimeout: number;
  /** Messages may be compressed if the client offers it. */
  readonly compress: boolean;
}

/** Checks a bag of options for a host. */
export function readUpgradeOptions(
  bag: UpgradeWebSocketOptions | null | undefined,
  name: string,
  host: Pick<WebSocketHost, "idleTimeout" | "perMessageDeflate">,
): UpgradeChoice {
  const { protocol, idleTimeout, perMessageDeflate } = bag ?? {};
  const choice: UpgradeChoice = {
    protocol: readProtocol(protocol),
    idleTimeout: readIdle(idleTimeout),
    compress: perMessageDeflate === true,
  };
  // A default that the host has not is the host's affair; what was asked for is not ignored (E04).
  const asked = idleTimeout !== undefined && idleTimeout !== null;
  if (asked && choice.idleTimeout > 0 && !host.idleTimeout) {
    throw unsupported("idleTimeout", name);
  }
  if (choice.compress && !host.perMessageDeflate) {
    throw unsupported("perMessageDeflate", name);
  }
  return choice;
}

function readProtocol(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  throw failure("ERR_UPGRADE_OPTION", `Invalid protocol (expected string): ${typeof value}`);
}

/** W45, W48. */
function readIdle(value: unknown): number {
  if (value === undefined || value === null) return IDLE;
  if (typeof value !== "number" || value === Infinity || value < 0) {
    throw failure("ERR_UPGRADE_OPTION", `Invalid idleTimeout (expected seconds): ${String(value)}`);
  }
  return Number.isNaN(value) ? 0 : value;
}

function unsupported(option: string, host: string): Error {
  return failure(
    "ERR_OPTION_UNSUPPORTED",
    `Cannot upgrade with option '${option}': not supported on ${host}`,
  );
}
