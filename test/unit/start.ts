/** A server on a host in memory, for tests. */
import { createServer } from "../../src/core/lifecycle.ts";
import { createResponder } from "../../src/core/respond.ts";
import { createTasks } from "../../src/core/tasks.ts";
import type { Handler, Server } from "../../src/core/types.ts";
import { FakeHost } from "./fake_host.ts";

/** A server on a fake host. */
export function start(more: { host?: FakeHost; signal?: AbortSignal; handler?: Handler } = {}): {
  host: FakeHost;
  server: Server;
  tasks: ReturnType<typeof createTasks>;
} {
  const host = more.host ?? new FakeHost();
  const tasks = createTasks();
  const handler = more.handler ?? ((): Response => new Response("ok"));
  const responder = createResponder({ handler, onError: undefined, tasks });
  const server = createServer({
    host,
    listener: host,
    responder,
    signal: more.signal,
    secure: undefined,
  });
  return { host, server, tasks };
}
