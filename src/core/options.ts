/**
 * The options of `serve()`: one row each, with its check, its default and what a host needs to
 * honour it.
 *
 * Adding an option is one row here, its doc in `types.ts`, the place that reads it, and its cases.
 *
 * @module
 */
import { boundsOf, readLimits, readTimeouts } from "./bounds.ts";
import {
  readCompression,
  unsupportedCompression,
  type ReadCompression,
} from "./compression_options.ts";
import { failure } from "./errors.ts";
import { readHostname } from "./hostname.ts";
import type { Host, ListenOptions } from "./host.ts";
import { readPort } from "./port.ts";
import { readTls, unlockTls, unsupportedTls, type ReadTls } from "./tls_options.ts";
import type { Addr, Capabilities } from "./types.ts";

/** What `serve()` itself needs, beside what the host needs to listen. */
export interface ReadOptions extends ListenOptions {
  readonly signal: AbortSignal | undefined;
  readonly onListen: ((addr: Addr) => unknown) | undefined;
  readonly onError: ((error: unknown) => Response | PromiseLike<Response>) | undefined;
  readonly automaticCompression: boolean;
  readonly compression: ReadCompression;
}

/** What the rows give: what was given for HTTPS is not yet opened, and read by the row of `tls`. */
interface Checked extends Omit<ReadOptions, "secure"> {
  readonly cert: undefined;
  readonly key: undefined;
  readonly tls: ReadTls | undefined;
}

type Bag = Readonly<Record<string, unknown>>;

interface Row<T> {
  /** Checks the value and gives what is used; `undefined` in means absent. */
  read(value: unknown, bag: Bag): T;
  /** The capability without which a value that is present throws `ERR_OPTION_UNSUPPORTED`. */
  needs?: keyof Capabilities;
}

/** Name → row. The order is the order of the checks. */
const ROWS: { readonly [K in keyof Checked]: Row<Checked[K]> } = {
  port: { read: readPort },
  hostname: { read: readHostname },
  path: {
    needs: "unix",
    read: (value) => {
      if (value === undefined) return undefined;
      if (typeof value !== "string") {
        throw failure("ERR_PATH_INVALID", `Invalid path (expected string): ${typeof value}`);
      }
      if (value !== "") return value;
      throw failure("ERR_PATH_INVALID", "Invalid path: ''"); // Linux would invent a socket's name
    },
  },
  reusePort: { needs: "reusePort", read: Boolean },
  tcpBacklog: {
    needs: "tcpBacklog",
    read: (value) => {
      if (value === undefined || value === null) return undefined;
      if (typeof value === "number" && (value | 0) === value) return value;
      throw failure("ERR_BACKLOG_INVALID", `Invalid tcpBacklog (expected i32): ${typeof value}`);
    },
  },
  cert: { needs: "tls", read: () => undefined },
  key: { needs: "tls", read: () => undefined },
  tls: { needs: "tls", read: (_value, bag) => readTls(bag) },
  http2WebSockets: { needs: "http2WebSockets", read: Boolean },
  http3: {
    needs: "http3",
    read: (value, bag) => {
      if (!value) return false;
      if (bag["cert"] !== undefined) return true;
      throw failure(
        "ERR_TLS_INCOMPLETE",
        "Both 'cert' and 'key' must be provided to enable HTTP/3",
      );
    },
  },
  signal: {
    read: (value) => {
      if (value === undefined || value === null) return undefined;
      if (typeof (value as AbortSignal).addEventListener === "function")
        return value as AbortSignal;
      throw failure("ERR_SIGNAL_INVALID", "Invalid signal: it must be an AbortSignal"); // S33
    },
  },
  onListen: {
    read: (value) => {
      if (!value) return undefined; // S23: null is as good as absent
      if (typeof value === "function") return value as (addr: Addr) => unknown;
      throw failure("ERR_ON_LISTEN_INVALID", "Invalid onListen: it must be a function"); // S24
    },
  },
  onError: {
    read: (value) => {
      if (value === undefined || value === null) return undefined;
      if (typeof value === "function") return value as (error: unknown) => Response;
      throw failure("ERR_ON_ERROR_INVALID", "Invalid onError: it must be a function");
    },
  },
  timeouts: { read: readTimeouts },
  limits: { read: readLimits },
  strict: { read: Boolean },
  automaticCompression: { read: (value) => value !== false }, // S36
  compression: { read: readCompression },
};

/** Checks a bag of options for a host. Unknown names are ignored (S35). */
export function readOptions(bag: Bag, host: Host): ReadOptions {
  refuse(bag);
  checkRequired(bag["require"], host);
  const names = Object.keys(ROWS) as (keyof Checked)[];
  // A wrong shape is wrong on every host, so it is told first.
  const read = names.map((name) => [name, ROWS[name].read(bag[name], bag)] as const);
  for (const name of names) {
    const { needs } = ROWS[name];
    if (needs !== undefined && isAsked(bag[name]) && !host.capabilities[needs]) {
      throw unsupported(name, host);
    }
  }
  const checked = Object.fromEntries(read) as unknown as Checked;
  const { cert: _cert, key: _key, tls, ...options } = checked;
  const part =
    unsupportedCompression(options.compression, host) ?? unsupportedTls(bag["tls"], host);
  if (part !== undefined) throw unsupported(part, host);
  return {
    ...options,
    secure: tls && unlockTls(tls, host),
    timeouts: boundsOf("timeouts", bag["timeouts"], options.timeouts, host),
    limits: boundsOf("limits", bag["limits"], options.limits, host),
  };
}

function unsupported(name: string, host: Host): Error {
  return failure(
    "ERR_OPTION_UNSUPPORTED",
    `Cannot serve with option '${name}': not supported on ${host.name}`,
  );
}

// `reusePort: false` asks for nothing.
function isAsked(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

/** Options of older APIs, which would be dangerous to ignore (S28, S29). */
function refuse(bag: Bag): void {
  if (bag["certFile"] !== undefined || bag["keyFile"] !== undefined) {
    throw failure(
      "ERR_TLS_FILES_UNSUPPORTED",
      "Unsupported 'certFile' / 'keyFile' options provided: use 'cert' / 'key' instead.",
    );
  }
  if (bag["alpnProtocols"] !== undefined) {
    throw failure(
      "ERR_ALPN_UNSUPPORTED",
      "Unsupported 'alpnProtocols' option provided. 'h2' and 'http/1.1' are automatically supported.",
    );
  }
}

/** E03. */
function checkRequired(required: unknown, host: Host): void {
  if (required === undefined || required === null) return;
  if (!Array.isArray(required)) {
    throw failure("ERR_REQUIRE_INVALID", "Invalid require: it must be an array of capabilities");
  }
  for (const name of required as unknown[]) {
    if (!Object.hasOwn(host.capabilities, name as string)) {
      throw failure("ERR_REQUIRE_INVALID", `Invalid require: no capability '${String(name)}'`);
    }
    const given = host.capabilities[name as keyof Capabilities];
    if (Array.isArray(given) ? given.length === 0 : !given) {
      throw failure(
        "ERR_CAPABILITY_MISSING",
        `Cannot serve: capability '${String(name)}' is missing on ${host.name}`,
      );
    }
  }
}
