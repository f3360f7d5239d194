/**
 * A client that comes, says something and leaves in the middle, with or without TLS.
 *
 * @module
 */
import { connect } from "node:net";
import { connect as connectSecurely } from "node:tls";

/** What it says, and in which version of HTTP. */
export interface Speech {
  readonly sent: string;
  readonly http2?: boolean;
}

/** How it leaves. */
export interface Leave {
  /** How many milliseconds after it has connected; over TLS after the handshake. */
  readonly after: number;
  /** By RST, or else by FIN. */
  readonly reset: boolean;
  readonly secure?: boolean;
  /** It reads nothing but what TLS takes. */
  readonly deaf?: boolean;
  /** Over TLS: within the handshake. */
  readonly early?: boolean;
}

/** Resolves when it has gone. */
export function visit(
  port: number,
  { sent, http2 = false }: Speech,
  { after, reset, secure = false, deaf = false, early = false }: Leave,
): Promise<void> {
  return new Promise((resolve) => {
    const below = connect(port, "127.0.0.1");
    below.on("error", () => {}); // it is closed then
    below.on("close", () => resolve());
    const leave = (): void => void (reset ? below.resetAndDestroy() : below.destroy());
    if (!secure) {
      if (deaf) below.pause();
      below.write(sent, "latin1");
      setTimeout(leave, after);
      return;
    }
    const socket = connectSecurely({
      socket: below,
      rejectUnauthorized: false,
      ALPNProtocols: [http2 ? "h2" : "http/1.1"],
    });
    socket.on("error", () => {});
    if (deaf) socket.pause();
    below.once("close", () => void socket.destroy());
    socket.write(sent, "latin1");
    if (early) below.once("connect", () => setTimeout(leave, 1));
    else socket.once("secureConnect", () => setTimeout(leave, after));
  });
}
