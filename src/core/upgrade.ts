/**
 * The opening handshake as a decision: what the request must say, and what the response says
 * (RFC 6455 4.2). Pure.
 *
 * @module
 */
import { acceptKey } from "./accept_key.ts";
import { failure } from "./errors.ts";
import { offeredProtocols } from "./subprotocol.ts";
import { checkWireHeaders } from "./wire_headers.ts";

/** What is looked at of a request. */
export interface UpgradeRequest {
  readonly method: string;
  readonly headers: Pick<Headers, "get">;
  /** The client spoke HTTP/1.0, where the host shows that. */
  readonly http10: boolean;
  /** An extended CONNECT of HTTP/2 (RFC 8441 4), whose `:protocol` is `websocket`. */
  readonly extendedConnect: boolean;
}

/** What was decided. */
export interface UpgradePlan {
  /** The header lines of the 101 (W01), or of the 200 of HTTP/2. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The selected subprotocol, or "". */
  readonly protocol: string;
}

/** Decides, or throws why not (W03 to W10); then the request is still to be answered. */
export function planUpgrade(request: UpgradeRequest, wanted: string | undefined): UpgradePlan {
  const lines = request.extendedConnect ? planHttp2(request) : planHttp1(request);
  const protocol = wanted ?? "";
  if (protocol !== "") {
    // W09: names are compared as they are (RFC 6455 1.9, 11.5 has them as case-sensitive).
    if (!offeredProtocols(request.headers.get("sec-websocket-protocol")).includes(protocol)) {
      throw failure(
        "ERR_UPGRADE_PROTOCOL",
        `Protocol '${protocol}' not in the request's protocol list (non negotiable)`,
      );
    }
    lines.push(["sec-websocket-protocol", protocol]);
  }
  return { headers: lines, protocol };
}

type Lines = [name: string, value: string][];

/**
 * RFC 8441 5: `:protocol` says what Upgrade and Connection said, and the frames of HTTP/2 prove what
 * the key proved. The version and the offers are fields as ever.
 */
function planHttp2({ headers }: UpgradeRequest): Lines {
  checkVersion(headers);
  return [];
}

function planHttp1({ headers, method, http10 }: UpgradeRequest): Lines {
  // The order of W06: upgrade, connection, key, protocol.
  if (!hasToken(headers.get("upgrade"), "websocket")) {
    // RFC 6455 4.2.1, item 3.
    throw invalid("Invalid Header: 'upgrade' header must contain 'websocket'");
  }
  if (!hasToken(headers.get("connection"), "upgrade")) {
    throw invalid("Invalid Header: 'connection' header must contain 'Upgrade'"); // item 4
  }
  const key = headers.get("sec-websocket-key");
  if (key === null || key === "") {
    throw invalid("Invalid Header: 'sec-websocket-key' header must be set"); // item 5
  }
  if (!isKey(key)) {
    throw invalid("Invalid Header: 'sec-websocket-key' header must be 16 bytes in base64");
  }
  checkVersion(headers);
  if (method !== "GET" || http10) {
    // item 1
    throw failure("ERR_UPGRADE_REQUEST", "Cannot upgrade: a WebSocket needs GET and HTTP/1.1");
  }
  return [
    ["upgrade", "websocket"], // RFC 6455 4.2.2, step 5
    ["connection", "Upgrade"],
    ["sec-websocket-accept", acceptKey(key)],
  ];
}

function checkVersion(headers: UpgradeRequest["headers"]): void {
  if (headers.get("sec-websocket-version") === "13") return;
  throw invalid("Invalid Header: 'sec-websocket-version' header must be '13'"); // item 6
}

/** What the plan alone decides, and what a 101 must not have (RFC 9110 8.6, RFC 9112 6.1). */
const DECIDED = new Set([
  "upgrade",
  "connection",
  "sec-websocket-accept",
  "sec-websocket-protocol",
  "sec-websocket-extensions",
  "content-length",
  "transfer-encoding",
]);

/** Names and values. */
export type HandshakeLines = readonly (readonly [name: string, value: string])[];

/** The header lines of the 101: those of the plan, and what the handler added to its response. */
export function handshakeLines(
  plan: UpgradePlan,
  headers: Headers,
): [name: string, value: string][] {
  checkWireHeaders(headers);
  const added = [...headers].filter(([name]) => !DECIDED.has(name.toLowerCase()));
  return [...(plan.headers as readonly [string, string][]), ...added];
}

/**
 * Whether a request asks for a WebSocket, rightly or not. A host whose parser tells such requests
 * apart gives them another way; all others are ordinary ones, whatever their `Upgrade` says.
 */
export function asksForWebSocket(upgrade: string | null, connection: string | null): boolean {
  return hasToken(upgrade, "websocket") && hasToken(connection, "upgrade");
}

/** W08: with a body it could not be told where the frames begin (RFC 9110 7.8). */
export function isBrokenHandshake(field: (name: string) => string | null): boolean {
  if (field("content-length") === null && field("transfer-encoding") === null) return false;
  return asksForWebSocket(field("upgrade"), field("connection"));
}

/** A list of tokens has this one, in any case (RFC 9110 5.6.1, 7.8). */
function hasToken(list: string | null, token: string): boolean {
  if (list === null) return false;
  return list.split(",").some((item) => item.trim().toLowerCase() === token);
}

/** 16 bytes are 22 characters and two of padding; the last one has only two bits of its own. */
function isKey(key: string): boolean {
  return /^[A-Za-z0-9+/]{21}[AQgw]==$/.test(key);
}

function invalid(message: string): Error {
  return failure("ERR_UPGRADE_HEADER", message);
}
