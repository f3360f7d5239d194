/**
 * The rows of the matrix that load a whole server.
 *
 * @module
 */

/** See load.test.ts. */
export const LOAD_ROWS = [
  {
    id: "X03.load",
    title: "SIGTERM under load, of HTTP/1 with and without TLS, loses no request that had begun",
    needs: "listen",
  },
  {
    id: "X03.load-h2",
    title: "nor does SIGTERM under load of HTTP/2, with and without TLS",
    needs: "listen",
  },
  {
    id: "X03.load-away",
    title: "nor where the clients answer GOAWAY with GOAWAY, as that of Node.js does",
    needs: "listen",
  },
  {
    id: "P36.memory",
    title:
      "two thousand clients that hang up in streams and uploads, of HTTP/1 and HTTP/2, leave nothing behind",
    needs: "listen",
  },
  {
    id: "W29.memory",
    title: "nor do floods of frames, over WebSockets and over HTTP/2, whose clients do not read",
    needs: "listen",
  },
  {
    id: "P36.memory-tls",
    title:
      "over TLS five hundred clients that hang up in handshakes, streams and uploads, of HTTP/1 and HTTP/2, leave nothing behind",
    needs: "tls",
  },
  {
    id: "W29.memory-tls",
    title: "nor do floods of frames over TLS, whose clients do not read",
    needs: "tls",
  },
] as const;

/** What Deno says to whoever looks at the signal of a request, which a drain has to. */
export const LEGACY_WARNING: RegExp = /^Deno\.serve: request\.signal aborts on [^\n]*\n/m;

/** What Deno's h2 says when it ends a connection for a flood of resets. */
export const FLOOD_WARNING: RegExp = /^recv_reset; remotely-reset [^\n]*\n/gm;
