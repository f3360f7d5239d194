/**
 * The server for load on a host that listens. SIGTERM drains it, as the guide shows; what it has
 * seen is printed when that is through.
 *
 * @module
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { serve, upgradeWebSocket, type Server } from "everyserve";
import { TEST_CERTIFICATE } from "../../shared/certificate.ts";
import { createLoad, failed } from "../../shared/load.ts";

const { Bun } = globalThis as { Bun?: { gc(synchronously: boolean): void } };

/** Collects garbage, where the runtime can be told to without a flag at its start. */
const collect = collector();

function collector(): () => void {
  if (Bun !== undefined) return () => Bun.gc(true);
  try {
    setFlagsFromString("--expose-gc");
    const gc = runInNewContext("gc") as unknown;
    return typeof gc === "function" ? (gc as () => void) : () => {};
  } catch {
    return () => {};
  }
}

const notes = process.argv[2] === "notes";
const { handler, ledger } = createLoad(notes, upgradeWebSocket);

function stats(): Response {
  for (let i = 0; i < 3; i++) collect();
  const { heapUsed, rss, external } = process.memoryUsage();
  const { entered: _entered, ...counts } = ledger;
  return Response.json({ heapUsed, rss, external, ...counts });
}

/** One listener of the same handler. */
function start(name: string, options: object): Server {
  return serve(
    {
      port: 0,
      hostname: "127.0.0.1",
      ...options,
      onListen(addr) {
        if (addr.transport === "tcp")
          console.log(JSON.stringify({ server: name, port: addr.port }));
      },
      onError: failed,
    },
    (request, info) => (request.url.endsWith("/stats") ? stats() : handler(request, info)),
  );
}

const servers = [start("plain", {}), start("tls", TEST_CERTIFICATE)];

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => servers.forEach((server) => void server.shutdown()));
}

// Not at the top level: workerd and Deno would wait for a module that never ends.
void Promise.all(servers.map(({ finished }) => finished)).then(() =>
  console.log(JSON.stringify({ finished: true, ...ledger })),
);
