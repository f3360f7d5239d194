/**
 * What the inside cases borrow from Node, Bun and Deno, which all have these modules of Node's.
 *
 * @module
 */
import {
  createReadStream,
  existsSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { Duplex, Readable } from "node:stream";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectSecurely } from "node:tls";
import { patient, type RawClient, type Tools } from "../../shared/inside/case.ts";

/** How long bytes may take to come: only those that do not come at all come near. */
const CEILING = 5000;

/** Makes the tools, and what removes their files. */
export function makeTools(): { tools: Tools; remove: () => void } {
  // Not below the stage: the path of a unix socket has 107 bytes at most.
  const folder = mkdtempSync(join(tmpdir(), "everyserve-"));
  let files = 0;
  const tools: Tools = {
    path: (name) => join(folder, `${++files}-${name}`),
    exists: existsSync,
    write: (path, content = "") => writeFileSync(path, content),
    read: (path) => Readable.toWeb(createReadStream(path)) as unknown as ReturnType<Tools["read"]>,
    abandonSocket: (path) =>
      new Promise((resolve, reject) => {
        const server = createServer().once("error", reject);
        // The server unlinks the name it was given.
        server.listen(`${path}.first`, () => {
          renameSync(`${path}.first`, path);
          server.close(() => resolve());
        });
      }),
    connect: (to, secure) => {
      if (to.transport === "platform") throw new Error("the platform has no address");
      const where =
        to.transport === "unix" ? { path: to.path } : { port: to.port, host: to.hostname };
      return open(where, secure);
    },
  };
  return { tools, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

type Where = { path: string } | { port: number; host: string };

/**
 * A socket, as what TLS goes over: Deno's node:tls reads on behind pause() (2.9.6), so that a client of its
 * would take all that it was not to read.
 */
function above(socket: Socket): Duplex {
  const duplex = new Duplex({
    read() {},
    write: (chunk, _encoding, done) => void socket.write(chunk, done),
    final: (done) => void socket.end(done),
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });
  socket.on("data", (chunk) => duplex.push(chunk));
  socket.once("end", () => duplex.push(null));
  socket.once("error", (error) => duplex.destroy(error));
  socket.once("close", () => duplex.destroy());
  return duplex;
}

function open(where: Where, secure: "h1" | "h2" | undefined): Promise<RawClient> {
  return new Promise((resolve, reject) => {
    const ALPNProtocols = [secure === "h2" ? "h2" : "http/1.1"];
    // Below TLS as well, because a connection over TLS cannot be reset by itself.
    const below = connect({ ...where, allowHalfOpen: !secure });
    const own = secure !== undefined && "Deno" in globalThis;
    const under = own ? (above(below) as Socket) : below;
    const socket: Socket = secure
      ? connectSecurely({ socket: under, rejectUnauthorized: false, ALPNProtocols })
      : below;
    const read = own ? below : socket;
    let received = "";
    let ended = false;
    const wake = new Set<() => void>();
    const closed = new Promise<string>((end) => {
      const over = (): void => {
        ended = true;
        end(received);
        for (const check of wake) check();
      };
      socket.once("end", over);
      socket.once("close", over);
    });
    const gone = new Promise<void>((end) => socket.once("close", () => end()));
    socket.setEncoding("latin1");
    socket.on("data", (text: unknown) => {
      received += String(text);
      for (const check of wake) check();
    });
    socket.on("error", reject);
    socket.once(secure ? "secureConnect" : "connect", () =>
      resolve({
        send: (bytes) => void socket.write(bytes, "latin1"),
        half: () => void socket.end(),
        reset: () => void ("path" in where ? socket.destroy() : below.resetAndDestroy()),
        received: () => received,
        reading: (on) => void (on ? read.resume() : read.pause()),
        closed,
        gone,
        until: (text) =>
          new Promise((found, missed) => {
            const ceiling = patient(CEILING);
            const timer = setTimeout(
              () => missed(new Error(`no ${JSON.stringify(text)} within ${ceiling} ms`)),
              ceiling,
            );
            const check = (): void => {
              if (received.includes(text)) found();
              else if (ended)
                missed(new Error(`the connection ended before ${JSON.stringify(text)}`));
              else return;
              clearTimeout(timer);
              wake.delete(check);
            };
            wake.add(check);
            check();
          }),
      }),
    );
  });
}
