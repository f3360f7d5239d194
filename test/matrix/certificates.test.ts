/** Certificates of servers and clients, on the hosts that serve HTTPS by themselves. */
import { once } from "node:events";
import { connect as connectHttp2 } from "node:http2";
import { Agent, get } from "node:https";
import * as tls from "node:tls";
import { afterAll, describe, inject, test } from "vitest";
import { WebSocket } from "ws";
import { CLIENT_CERTIFICATE, STRANGER_CERTIFICATE } from "../shared/certificates.ts";
import { CERTIFICATE_CASES, play, type At, type Hello, type Kept } from "../shared/tls/cases.ts";
import { TLS_SERVERS, type TlsServer } from "../shared/tls/servers.ts";
import { AppServer } from "./appserver.ts";
import { knownDifference } from "./expectations.ts";
import { gives, HOSTS } from "./hosts.ts";
import { judge } from "./outcome.ts";

const stage = inject("stage");
const part = "certificates";
const hosts = HOSTS.filter((spec) => spec.binary !== undefined && gives(spec, "tls"));
/** How long an answer may take; a client that is let in by nobody hears of it at once. */
const CEILING = 3000;
const CLIENTS = { client: CLIENT_CERTIFICATE, stranger: STRANGER_CERTIFICATE };

test("the ids of the rows about certificates are unique", ({ expect }) => {
  const ids = CERTIFICATE_CASES.map(({ id }) => id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

for (const host of hosts) {
  describe(`${part} ${host.id}`, () => {
    const can = (name: string): boolean =>
      (TLS_SERVERS as Record<string, TlsServer>)[name]!.needs.every((need) => gives(host, need));
    const server = new AppServer(host, stage, "tls", Object.keys(TLS_SERVERS).filter(can));
    afterAll(() => server.stop());
    for (const row of CERTIFICATE_CASES) {
      if (!can(row.server) || !gives(host, row.needs)) continue;
      test(`${row.id} ${row.title}`, async ({ task, onTestFinished }) => {
        Object.assign(task.meta, { host: host.id, part });
        const ends: (() => void)[] = [];
        onTestFinished(() => ends.forEach((end) => end()));
        const at = clientsOf(await server.port(row.server), ends);
        judge(task, await play(row, at), knownDifference(host, row.id, "case", part));
      });
    }
  });
}

function clientsOf(port: number, ends: (() => void)[]): At {
  const connect = (
    hello: Hello,
    session?: Buffer,
    onSession: (session: Buffer) => void = () => {},
  ): Promise<tls.TLSSocket | undefined> =>
    new Promise((resolve) => {
      const socket = tls.connect({ ...optionsOf(port, hello), session });
      ends.push(() => void socket.destroy());
      socket.on("session", onSession); // in TLS 1.2 before the end of the handshake, in 1.3 after it
      socket.once("error", () => resolve(undefined));
      socket.once("close", () => resolve(undefined));
      socket.once("secureConnect", () => resolve(socket));
    });
  const at: At = {
    async ask(hello = {}) {
      const socket = await connect(hello);
      if (socket === undefined) return { served: undefined, body: undefined };
      const served = String(socket.getPeerCertificate().subject.CN);
      return { served, body: await talk(socket, hello) };
    },
    async askAgain(hello = {}) {
      let session: Buffer | undefined;
      const first = await connect(hello, undefined, (ticket) => void (session = ticket));
      if (first === undefined) return { resumed: false, body: undefined };
      await talk(first, hello);
      const second = await connect(hello, session);
      const resumed = second?.isSessionReused() ?? false;
      return { resumed, body: second && (await talk(second, hello)) };
    },
    open: (hello = {}) => Promise.resolve(keep(port, hello, ends)),
    async socket(hello = {}) {
      const client = new WebSocket(`wss://127.0.0.1:${port}/ws`, optionsOf(port, hello));
      ends.push(() => client.terminate());
      const opened = await Promise.race([
        once(client, "open").then(() => true),
        once(client, "close").then(() => false),
      ]).catch(() => false);
      if (!opened) return "no socket";
      client.send("hello");
      return String((await once(client, "message"))[0]);
    },
  };
  return at;
}

function optionsOf(port: number, { name, as, protocol, version }: Hello): tls.ConnectionOptions {
  return {
    port,
    host: "127.0.0.1",
    rejectUnauthorized: false,
    ALPNProtocols: [protocol ?? "http/1.1"],
    minVersion: version ?? "TLSv1.3",
    maxVersion: version ?? "TLSv1.3",
    ...(name === undefined ? {} : { servername: name }),
    ...(as === undefined ? {} : CLIENTS[as]),
  };
}

/** One request and the end of the connection; undefined without an answer of 200. */
function talk(socket: tls.TLSSocket, { protocol, path = "/" }: Hello): Promise<string | undefined> {
  if (protocol === "h2") return talkHttp2(socket, path);
  return new Promise((resolve) => {
    let received = "";
    socket.setEncoding("latin1").on("data", (text: unknown) => void (received += String(text)));
    socket.on("error", () => {});
    socket.once("close", () => {
      const [head = "", body] = received.split("\r\n\r\n");
      resolve(head.startsWith("HTTP/1.1 200") ? body : undefined);
    });
    socket.setTimeout(CEILING, () => void socket.destroy());
    socket.write(`GET ${path} HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n`);
  });
}

async function talkHttp2(socket: tls.TLSSocket, path: string): Promise<string | undefined> {
  const session = connectHttp2("https://a.test", { createConnection: () => socket });
  session.on("error", () => {});
  try {
    const stream = session.request({ ":path": path });
    const closed = once(socket, "close").then(() => "closed");
    const answered = once(stream, "response").then(() => "answered");
    if ((await Promise.race([closed, answered]).catch(() => "closed")) === "closed")
      return undefined;
    let body = "";
    for await (const chunk of stream.setEncoding("utf8")) body += String(chunk);
    return body;
  } finally {
    session.destroy();
  }
}

/** A connection for several requests: another one would fail the row. */
function keep(port: number, hello: Hello, ends: (() => void)[]): Kept {
  if (hello.protocol === "h2") {
    const session = connectHttp2(`https://127.0.0.1:${port}`, { rejectUnauthorized: false });
    session.on("error", () => {});
    ends.push(() => session.destroy());
    return {
      async ask(path) {
        let body = "";
        for await (const chunk of session.request({ ":path": path })) body += String(chunk);
        return body;
      },
    };
  }
  const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
  ends.push(() => agent.destroy());
  let used: unknown;
  return {
    async ask(path) {
      const request = get({ port, host: "127.0.0.1", path, agent });
      const [response] = (await once(request, "response")) as [AsyncIterable<Buffer>];
      if (used !== undefined && used !== request.socket) return "another connection";
      used = request.socket;
      let body = "";
      for await (const chunk of response) body += String(chunk);
      return body;
    },
  };
}
