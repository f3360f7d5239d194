/**
 * Requests that ask for a WebSocket: node:http hands over their connection, raw, and has forgotten
 * it. Every other `Upgrade` is left unheard, and its request stays an ordinary one with its body.
 *
 * @module
 */
import { IncomingMessage, ServerResponse, type Server, type ServerOptions } from "node:http";
import type { Socket } from "node:net";
import type { Switched } from "../exchange.ts";
import { asksForWebSocket } from "../../../core/upgrade.ts";
import { headText } from "./whole.ts";

/** How many bytes may wait for the handler; the client has nothing to say before the 101. */
const EARLY = 65_536;

/** What node:http has to be told, so that it tells these requests apart. */
export function upgradeOptions(): ServerOptions {
  // Node 22.21 and 24.9 brought the callback.
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 24 || (major === 24 && minor >= 9) || (major === 22 && minor >= 21)) {
    return { shouldUpgradeCallback: asks } as ServerOptions;
  }
  return { IncomingMessage: Asking as unknown as typeof IncomingMessage };
}

/** A handshake as it should be: no body, so that what follows is frames. */
function asks({ method, headers }: IncomingMessage): boolean {
  if (method !== "GET" || bodyOf(headers)) return false;
  return asksForWebSocket(headers.upgrade ?? null, headers.connection ?? null);
}

/** W08: a handshake with a body. */
export function isBrokenUpgrade({ headers }: IncomingMessage): boolean {
  if (headers.upgrade === undefined || !bodyOf(headers)) return false;
  return asksForWebSocket(headers.upgrade, headers.connection ?? null);
}

function bodyOf(headers: IncomingMessage["headers"]): boolean {
  return headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
}

/**
 * For older versions: node:http assigns `upgrade` and asks for it again. No private field, since
 * the constructor assigns before there could be one.
 */
class Asking extends IncomingMessage {
  _asked?: boolean;

  get upgrade(): boolean {
    return this._asked === true && (this.method === "CONNECT" || asks(this));
  }

  set upgrade(value: boolean) {
    this._asked = value;
  }
}

function leave(this: Socket): void {
  this.destroy();
}

/** A connection between the handshake and the answer. */
export class WaitingRoom {
  readonly #socket: Socket;
  readonly #early: Buffer[] = [];
  #size = 0;

  constructor(socket: Socket, head: Buffer) {
    this.#socket = socket;
    if (head.byteLength > 0) this.#take(head);
    // Reading is how the end of a client is noticed (R60).
    socket.on("data", (chunk: Buffer) => this.#take(chunk));
    socket.on("end", leave);
    socket.on("error", leave);
  }

  /** The 101 goes out; `early` grows until the stream has another reader. */
  leave(outgoing: ServerResponse, head: readonly string[]): Switched {
    const socket = this.#socket;
    socket.off("end", leave);
    socket.off("error", leave);
    outgoing.detachSocket(socket);
    socket.write(headText(101, head), "latin1");
    return {
      stream: socket,
      early: this.#early,
      terminate: () => void socket.destroy(),
      release: () => void socket.unref(),
    };
  }

  #take(chunk: Buffer): void {
    this.#early.push(chunk);
    this.#size += chunk.byteLength;
    if (this.#size > EARLY) this.#socket.pause();
  }
}

/** Hands the requests of a server that ask for a WebSocket to `accept`. */
export function acceptUpgrades(
  server: Server,
  accept: (incoming: IncomingMessage, outgoing: ServerResponse, room: WaitingRoom) => void,
): void {
  server.on("upgrade", (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    const room = new WaitingRoom(socket, head);
    const outgoing = new ServerResponse(incoming);
    // What follows a handshake that was declined is lost to node:http (Node 20 to 26).
    outgoing.shouldKeepAlive = false;
    const begin = (): void => {
      outgoing.assignSocket(socket);
      outgoing.once("finish", () => socket.end());
      accept(incoming, outgoing, room);
    };
    // R57: the answer to a request before it is still on its way.
    const { _httpMessage: before } = socket as Socket & { _httpMessage?: ServerResponse | null };
    if (before) before.once("close", () => (socket.destroyed ? undefined : begin()));
    else begin();
  });
}
