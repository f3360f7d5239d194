/**
 * Clients that send much that costs them little, over WebSockets and HTTP/2: what is left of them
 * afterwards (W28, W29, H07, H15, H16).
 *
 * @module
 */
import {
  CONTINUATION as MORE,
  PING as WS_PING,
  TEXT,
  frame as wsFrame,
} from "../../shared/frames.ts";
import { begin, data } from "../../shared/h2/case.ts";
import {
  frame,
  get,
  head,
  HEADERS,
  PING,
  PREFACE,
  PRIORITY,
  SETTINGS,
  WINDOW_UPDATE,
  word,
} from "../../shared/h2/frames.ts";
import { type Speech, visit } from "./visit.ts";

const HANDSHAKE =
  "GET /socket HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
const OPEN = PREFACE + frame(SETTINGS, 0, 0);
const MANY = 4000;

/** Each a whole conversation of one side. */
const SOCKETS: readonly string[] = [
  HANDSHAKE + wsFrame(WS_PING, "p".repeat(125)).repeat(MANY),
  HANDSHAKE + wsFrame(TEXT, "f", { more: true }) + wsFrame(MORE, "f", { more: true }).repeat(MANY),
  HANDSHAKE + wsFrame(TEXT, "m".repeat(60_000)).repeat(20), // echoes that nobody reads
  HANDSHAKE + wsFrame(TEXT, "").repeat(MANY),
];

const HTTP2: readonly string[] = [
  OPEN + frame(PING, 0, 0, "12345678").repeat(MANY),
  OPEN + frame(SETTINGS, 0, 0).repeat(MANY),
  OPEN + begin(1, head("POST", "/upload")) + data(1, "").repeat(MANY),
  OPEN + get(1, "/signal") + frame(PRIORITY, 0, 3, word(0) + "x").repeat(MANY),
  OPEN + get(1, "/signal") + frame(WINDOW_UPDATE, 0, 0, word(1)).repeat(MANY),
  OPEN + frame(HEADERS, 0, 1, head("GET", "/endless")), // and never its end
];

const OF_HTTP1 = SOCKETS.map((sent): Speech => ({ sent }));
const OF_BOTH = [...OF_HTTP1, ...HTTP2.map((sent): Speech => ({ sent, http2: true }))];

/** So many clients, some at a time; each sends its share, reads nothing and leaves. */
export async function flood(
  port: number,
  count: number,
  { http2, secure = false }: { http2: boolean; secure?: boolean },
): Promise<void> {
  const kinds = http2 ? OF_BOTH : OF_HTTP1;
  const atOnce = kinds.length;
  for (let done = 0; done < count; done += atOnce) {
    await Promise.all(
      kinds.map((speech, i) =>
        visit(port, speech, {
          after: 40,
          reset: (done / atOnce + i) % 2 === 0,
          deaf: true,
          secure,
        }),
      ),
    );
  }
}
