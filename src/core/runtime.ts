/**
 * The public functions for a host: where the parts of the core meet.
 *
 * @module
 */
import { acceptUpgrade } from "./accept_upgrade.ts";
import { listeningLine } from "./announce.ts";
import { readArguments } from "./arguments.ts";
import { compressionSettings } from "./compression_options.ts";
import { explainWith } from "./explain.ts";
import type { Host } from "./host.ts";
import { createServer } from "./lifecycle.ts";
import { readOptions } from "./options.ts";
import { createResponder } from "./respond.ts";
import { createTasks } from "./tasks.ts";
import type { ExplainCompression, Serve, Server, UpgradeWebSocket } from "./types.ts";

/** The public functions of an entry. */
export interface Runtime {
  serve: Serve;
  upgradeWebSocket: UpgradeWebSocket;
  explainCompression: ExplainCompression;
}

/** Makes the public functions for a host. */
export function defineRuntime(host: Host): Runtime {
  const serve = (first?: unknown, second?: unknown): Server => {
    const { handler, options: bag } = readArguments(first, second);
    const options = readOptions(bag, host);
    const responder = createResponder({
      handler,
      onError: options.onError,
      tasks: createTasks(),
      compression: options.automaticCompression
        ? compressionSettings(options.compression, host)
        : undefined,
      trusts: host.trusts,
    });
    const listener = host.listen(options, responder);
    const announce = (): void => {
      if (options.onListen !== undefined) {
        if (listener.addr.transport !== "platform") options.onListen(listener.addr); // E02
        return;
      }
      const line = listeningLine(listener.addr, options.secure !== undefined);
      if (line !== undefined) console.error(line);
    };
    if (listener.ready === undefined) {
      try {
        announce(); // S21: before serve() returns
      } catch (error) {
        void listener.abort(); // S25: no listener outlives a serve() that threw
        throw error;
      }
    } else {
      // A rejection of `ready` is told by `finished`; what onListen throws here is nobody's to catch.
      listener.ready.then(announce, () => {});
    }
    const { signal, secure } = options;
    return createServer({ host, listener, responder, signal, secure });
  };
  const upgradeWebSocket: UpgradeWebSocket = (request, options) =>
    acceptUpgrade(host, request, options);
  return { serve: serve as Serve, upgradeWebSocket, explainCompression: explainWith(host) };
}
