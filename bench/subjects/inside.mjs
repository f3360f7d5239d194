/**
 * A client inside the server's own process. Its share of the CPU time is the same for all
 * subjects, so their differences are the servers', in absolute microseconds; and as no other
 * process has to be awake, the runner can let subjects take turns of some ten milliseconds, which
 * a busy machine disturbs all alike.
 */
import { connect } from "node:net";
import process from "node:process";

const connections = 8;
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function bytesOf({ method, target, headers, body = "" }, port) {
  const length = body === "" ? {} : { "content-length": Buffer.byteLength(body) };
  const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers, ...length });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.from(`${method} ${target} HTTP/1.1\r\n${head}\r\n${body}`);
}

/** An answer has always as many bytes: of its head only the value of Date changes. */
async function lengthOfAnswer(port, request) {
  const lengths = new Set();
  const socket = connect({ port, host: "127.0.0.1" });
  let seen = 0;
  socket.on("data", (data) => (seen += data.length));
  for (let i = 0; i < 3; i += 1) {
    seen = 0;
    socket.write(request);
    await sleep(60);
    lengths.add(seen);
  }
  socket.destroy();
  if (lengths.size > 1 || seen === 0) throw new Error("answers of different lengths");
  return seen;
}

/** Returns a function that does a batch of exchanges and tells the CPU time of one, in µs. */
export async function clientInside(port, { exchange, batch }) {
  const request = bytesOf(exchange, port);
  const length = await lengthOfAnswer(port, request);
  let sent = 0;
  let received = 0;
  let finished = () => {};

  const open = () =>
    new Promise((resolve) => {
      const options = { port, host: "127.0.0.1", noDelay: true };
      const socket = connect(options, () => resolve(socket));
      let seen = 0;
      socket.on("data", (data) => {
        seen += data.length;
        if (seen < length) return;
        seen -= length;
        received += 1;
        if (sent < batch) {
          sent += 1;
          socket.write(request);
        } else if (received === batch) finished();
      });
      // Subjects wait for their turns; a server that closes idle connections gets new ones.
      socket.on("close", () => sockets.delete(socket));
    });
  const sockets = new Set();

  return async () => {
    while (sockets.size < connections) sockets.add(await open());
    const before = process.cpuUsage();
    await new Promise((resolve) => {
      finished = resolve;
      sent = connections;
      received = 0;
      for (const socket of sockets) socket.write(request);
    });
    const { user, system } = process.cpuUsage(before);
    return (user + system) / batch;
  };
}
