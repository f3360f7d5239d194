/**
 * A small load generator for machines without `wrk`: keep-alive connections over raw sockets, one
 * request at a time on each. Argument: {port, exchange, seconds, connections} as JSON; it prints
 * {requests, seconds, failures}.
 */
import { connect } from "node:net";
import process from "node:process";
import { parser } from "./parser.mjs";

const { port, exchange, seconds, connections } = JSON.parse(process.argv[2]);
const { method, target, headers, body = "" } = exchange;

const head = Object.entries({
  host: `127.0.0.1:${port}`,
  ...headers,
  ...(body === "" ? {} : { "content-length": Buffer.byteLength(body) }),
}).map(([name, value]) => `${name}: ${value}\r\n`);
const bytes = Buffer.from(`${method} ${target} HTTP/1.1\r\n${head.join("")}\r\n${body}`);

let requests = 0;
let failures = 0;
let over = false;
const sockets = new Set();
const start = process.hrtime.bigint();

function open() {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  sockets.add(socket);
  const parse = parser((status) => {
    requests += 1;
    if (status < 200 || status > 399) failures += 1;
    if (!over) socket.write(bytes);
  });
  socket.on("connect", () => socket.write(bytes));
  socket.on("data", (data) => {
    if (parse(data)) return;
    failures += 1;
    socket.destroy();
  });
  socket.on("error", () => (failures += 1));
  socket.on("close", () => {
    sockets.delete(socket);
    // A server may close; one that does nothing else must not make us spin.
    if (!over) setTimeout(open, 5);
  });
}

for (let i = 0; i < connections; i += 1) open();

setTimeout(() => {
  over = true;
  const elapsed = Number(process.hrtime.bigint() - start) / 1e9;
  process.stdout.write(JSON.stringify({ requests, seconds: elapsed, failures }));
  for (const socket of sockets) socket.destroy();
}, seconds * 1000);
