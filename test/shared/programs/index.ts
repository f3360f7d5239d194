/**
 * Whole programs: rows about how a process ends, and about a module as a user runs it.
 *
 * @module
 */

/** One program. */
export interface ProgramCase {
  readonly id: string;
  readonly title: string;
  /** Only where the host listens itself. */
  readonly needs?: "listen";
  /** The text of an ES module. `say(...)` of a {@link listening} program prints a line. */
  readonly source: string;
  /** Asked for when the program has told its port: the body must be this. */
  readonly answers?: string;
  /** The exit code, or that it goes on. */
  readonly ends: number | "stays";
  /** All that it prints, without the line that tells the port. */
  readonly stdout?: readonly string[];
  /** What must be on stderr; an empty list: nothing at all. */
  readonly stderr?: readonly RegExp[];
}

/** What tells the runner the port. */
const TELL = 'onListen: ({ port }) => console.log(JSON.stringify({ server: "plain", port }))';
const OPTIONS = `{ port: 0, hostname: "127.0.0.1", ${TELL} }`;
const HELLO = '() => new Response("hello")';

/** An abort in the middle of a shutdown(), with a handler that never answers. */
const ABORTED_DRAIN = `import { serve } from "everyserve";
const controller = new AbortController();
let entered;
const inside = new Promise((resolve) => (entered = resolve));
const server = serve({ ...${OPTIONS}, signal: controller.signal }, () => {
  entered();
  return new Promise(() => {});
});
const asked = fetch(\`http://127.0.0.1:\${server.addr.port}/\`).catch(() => {});
await inside;
const ended = server.shutdown();
setTimeout(() => controller.abort(), 30);
await ended;
await asked;
console.log("ended");`;

const serving = (lines: string): string =>
  `import { serve } from "everyserve";\nconst server = serve(${OPTIONS}, ${HELLO});\n${lines}\n`;

/** Whether the process ends or goes on after these calls (S40). */
const held = (id: string, title: string, calls: string, ends: 0 | "stays"): ProgramCase => ({
  id: `S40.${id}`,
  title,
  needs: "listen",
  source: serving(calls),
  ends,
  stderr: [],
});

const module = (id: string, title: string, source: string, needs?: "listen"): ProgramCase => ({
  id: `E02.${id}`,
  title,
  ...(needs === undefined ? {} : { needs }),
  source,
  answers: "hello",
  ends: "stays",
  // No second server that the runtime starts for a default export, and no warning.
  stdout: [],
  stderr: [],
});

export const PROGRAMS: readonly ProgramCase[] = [
  held("default", "a process goes on while its server runs", "", "stays"),
  held("unref", "after unref() an idle process ends by itself, with code 0", "server.unref();", 0),
  held("ref", "a ref() after unref() keeps it", "server.unref(); server.ref();", "stays"),
  held("last", "the last call wins", "server.unref(); server.ref(); server.unref();", 0),
  held("later", "unref() later ends it then", "setTimeout(() => server.unref(), 50);", 0),
  {
    id: "S40.socket",
    title: "after unref() an open WebSocket and its clocks do not keep the process",
    needs: "listen",
    source: `import { connect } from "node:net";
import { serve, upgradeWebSocket } from "everyserve";
const server = serve(${OPTIONS}, (request) => upgradeWebSocket(request).response);
const client = connect(server.addr.port, "127.0.0.1");
client.write("GET / HTTP/1.1\\r\\nHost: a\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n");
client.write("Sec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\n\\r\\n");
client.once("data", () => {
  server.unref();
  client.unref();
});`,
    ends: 0,
    stderr: [],
  },
  held(
    "detached",
    "unref works when it was taken from the server",
    "const { unref } = server; unref();",
    0,
  ),
  {
    ...held("unix", "so it is on a unix socket", "", 0),
    source: `import { serve } from "everyserve";
import { rmSync } from "node:fs";
const path = \`/tmp/everyserve-${"$"}{process.pid}.sock\`;
process.on("exit", () => rmSync(path, { force: true }));
serve({ path, onListen() {} }, ${HELLO}).unref();`,
  },
  {
    ...held("asked", "so it is when it has answered a client whose connection stays open", "", 0),
    source: `import { serve } from "everyserve";
import { connect } from "node:net";
const server = serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, ${HELLO});
const client = connect(server.addr.port, "127.0.0.1");
client.write("GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n");
await new Promise((resolve) => client.once("data", resolve));
client.unref();
server.unref();`,
  },
  {
    id: "S22.stderr",
    title: "the line about the address stands on stderr, and nothing on stdout",
    needs: "listen",
    source: `import { serve } from "everyserve";\nserve({ port: 0, hostname: "127.0.0.1" }, ${HELLO}).unref();\n`,
    ends: 0,
    stdout: [],
    stderr: [/^Listening on http:\/\/127\.0\.0\.1:\d+\/\n$/],
  },
  {
    id: "S34.process",
    title: "a server whose signal is aborted already does not keep the process",
    needs: "listen",
    source: `import { serve } from "everyserve";
const signal = AbortSignal.abort();
serve({ port: 0, hostname: "127.0.0.1", signal, onListen() {} }, ${HELLO});`,
    ends: 0,
    stdout: [],
    stderr: [],
  },
  {
    id: "X15.shutdown",
    title: "after shutdown() the process ends by itself",
    needs: "listen",
    source: serving(`const { port } = server.addr;
await fetch(\`http://127.0.0.1:\${port}/\`).then((response) => response.text());
await server.shutdown();
console.log("shut down");`),
    ends: 0,
    stdout: ["shut down"],
    stderr: [],
  },
  {
    id: "X15.abort",
    title: "after an abort the process ends by itself",
    needs: "listen",
    source: `import { serve } from "everyserve";
const controller = new AbortController();
const server = serve({ ...${OPTIONS}, signal: controller.signal }, ${HELLO});
setTimeout(() => controller.abort(), 30);
await server.finished;
console.log("finished");`,
    ends: 0,
    stdout: ["finished"],
    stderr: [],
  },
  {
    id: "X15.clock",
    title: "the clock of a body that was not read to its end does not hold the process",
    needs: "listen",
    source: `import { serve } from "everyserve";
import { connect } from "node:net";
const timeouts = { request: 60_000 };
const server = serve({ ...${OPTIONS}, timeouts }, async (request) => {
  await request.body.getReader().read();
  return new Response("hello");
});
const client = connect(server.addr.port, "127.0.0.1");
client.on("error", () => {});
client.write("POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 10\\r\\n\\r\\n01234");
await new Promise((resolve) => client.once("data", resolve));
client.destroy();
await new Promise((resolve) => setTimeout(resolve, 50));
await server.shutdown();
console.log("shut down");`,
    ends: 0,
    stdout: ["shut down"],
    stderr: [],
  },
  {
    id: "X15.socket",
    title: "nor do the clocks of a WebSocket whose client has gone",
    needs: "listen",
    source: `import { connect } from "node:net";
import { serve, upgradeWebSocket } from "everyserve";
const server = serve(${OPTIONS}, (request) => {
  const { socket, response } = upgradeWebSocket(request);
  socket.addEventListener("close", ({ code }) => console.log("closed", code));
  return response;
});
const client = connect(server.addr.port, "127.0.0.1");
client.write("GET / HTTP/1.1\\r\\nHost: a\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n");
client.write("Sec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\n\\r\\n");
await new Promise((resolve) => client.once("data", resolve));
client.destroy();
await new Promise((resolve) => setTimeout(resolve, 100));
await server.shutdown();
console.log("shut down");`,
    ends: 0,
    stdout: ["closed 1006", "shut down"],
    stderr: [],
  },
  {
    id: "X15.using",
    title: "await using ends the server at the end of its block",
    needs: "listen",
    // Written out: not every runtime knows the syntax.
    source: serving(`console.log(String(await server[Symbol.asyncDispose]()));`),
    ends: 0,
    stdout: ["undefined"],
    stderr: [],
  },
  {
    id: "X12.process",
    title: "an abort in the middle of a shutdown() does not end the process by an error",
    needs: "listen",
    source: ABORTED_DRAIN,
    ends: 0,
    stdout: ["ended"],
    stderr: [],
  },
  {
    id: "X12.uncaught",
    title: "nor does a process that listens for such errors hear of one",
    needs: "listen",
    source: `process.on("uncaughtException", (error) => console.log("uncaught", error.message));
${ABORTED_DRAIN}`,
    ends: 0,
    stdout: ["ended"],
  },
  {
    id: "X12.unread",
    title: "nor is it held by a client that does not read its answer",
    needs: "listen",
    source: `import { connect } from "node:net";
import { serve } from "everyserve";
const controller = new AbortController();
const server = serve({ ...${OPTIONS}, signal: controller.signal }, () => {
  const pull = (stream) => stream.enqueue(new Uint8Array(100_000));
  return new Response(new ReadableStream({ pull }));
});
const client = connect(server.addr.port, "127.0.0.1").pause();
client.on("error", () => {});
client.write("GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n");
await new Promise((resolve) => setTimeout(resolve, 300));
client.unref();
const ended = server.shutdown();
setTimeout(() => controller.abort(), 30);
await ended;
console.log("ended");`,
    ends: 0,
    stdout: ["ended"],
  },
  {
    id: "S26.async",
    title: "serve() does not wait for an async onListen, and its rejection is unhandled",
    needs: "listen",
    source: `import { serve } from "everyserve";
process.on("unhandledRejection", (error) => {
  console.log("unhandled", error.message);
  process.exit(7);
});
const onListen = async () => {
  await undefined;
  throw new Error("not today");
};
serve({ port: 0, hostname: "127.0.0.1", onListen }, ${HELLO});
console.log("returned");`,
    ends: 7,
    stdout: ["returned", "unhandled not today"],
  },
  {
    id: "S16.process",
    title: "a busy port that was caught leaves nothing behind that ends the process later",
    needs: "listen",
    source: serving(`try {
  serve({ port: server.addr.port, hostname: "127.0.0.1" }, ${HELLO});
} catch (error) {
  console.log(error.name, error.code);
}
await new Promise((resolve) => setTimeout(resolve, 50));
await server.shutdown();`),
    ends: 0,
    stdout: ["AddrInUse EADDRINUSE"],
    stderr: [],
  },
  module(
    "default",
    "export default serve(handler, options) is a program everywhere, and listens once",
    `import { serve } from "everyserve";\nexport default serve(${HELLO}, ${OPTIONS});\n`,
  ),
  module(
    "default-bag",
    "so is export default serve({ ...options, handler })",
    `import { serve } from "everyserve";\nexport default serve({ ...${OPTIONS}, handler: ${HELLO} });\n`,
  ),
  module(
    "default-options",
    "so is export default serve(options, handler)",
    `import { serve } from "everyserve";\nexport default serve(${OPTIONS}, ${HELLO});\n`,
  ),
  module(
    "default-app",
    "so is export default serve(app, options)",
    `import { serve } from "everyserve";\nexport default serve({ fetch: ${HELLO} }, ${OPTIONS});\n`,
  ),
  module(
    "named",
    "so is a module that serves and exports something else",
    `import { serve } from "everyserve";\nexport const server = serve(${HELLO}, ${OPTIONS});\n`,
    "listen",
  ),
  module(
    "subpath",
    "the adapter can be imported by its own name",
    `import { serve } from "everyserve/HOST";\nexport default serve(${HELLO}, ${OPTIONS});\n`,
  ),
  {
    id: "E02.import",
    title: "importing everyserve starts nothing, changes no global and prints nothing",
    needs: "listen",
    source: `const before = [Request, Response, Headers, fetch, ...Object.values(Object.getOwnPropertyDescriptors(Response.prototype)).map((d) => d.get ?? d.value)];
await import("everyserve");
const after = [Request, Response, Headers, fetch, ...Object.values(Object.getOwnPropertyDescriptors(Response.prototype)).map((d) => d.get ?? d.value)];
console.log(before.length === after.length && before.every((value, i) => value === after[i]));`,
    ends: 0,
    stdout: ["true"],
    stderr: [],
  },
];
