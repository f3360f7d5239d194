/**
 * Servers that echo WebSocket messages: everyserve, and the bare server of each runtime as its
 * documentation teaches it. The argument names one.
 */
import process from "node:process";
import { announce } from "./announce.mjs";

const subjects = {
  async everyserve() {
    const { serve, upgradeWebSocket } = await import("everyserve");
    const options = { port: 0, hostname: "127.0.0.1", onListen: ({ port }) => announce(port) };
    serve(options, (request) => {
      const { socket, response } = upgradeWebSocket(request, { idleTimeout: 0 });
      socket.addEventListener("message", ({ data }) => socket.send(data));
      return response;
    });
  },

  async ws() {
    const { WebSocketServer } = await import("ws");
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1", clientTracking: false });
    server.on("connection", (socket) => {
      socket.on("error", () => {});
      socket.on("message", (data, binary) => socket.send(data, { binary }));
    });
    server.on("listening", () => announce(server.address().port));
  },

  bun() {
    const server = globalThis.Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      fetch: (request, self) => (self.upgrade(request) ? undefined : new Response("no")),
      websocket: { message: (socket, data) => void socket.send(data) },
    });
    announce(server.port);
  },

  deno() {
    const { Deno } = globalThis;
    const onListen = ({ port }) => announce(port);
    Deno.serve({ port: 0, hostname: "127.0.0.1", onListen }, (request) => {
      const { socket, response } = Deno.upgradeWebSocket(request, { idleTimeout: 0 });
      socket.addEventListener("message", ({ data }) => socket.send(data));
      return response;
    });
  },
};

await subjects[process.argv[2]]();
