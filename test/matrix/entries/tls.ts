/**
 * The servers of `test/shared/tls` on a host that listens: those whose options it can honour.
 *
 * @module
 */
import { serve, upgradeWebSocket, type Capabilities, type Server } from "everyserve";
import { tlsApp, TLS_SERVERS, type TlsServer } from "../../shared/tls/servers.ts";
import type { Need } from "../../shared/inside/case.ts";

const quiet = { port: 0, hostname: "127.0.0.1", onListen: () => {} };
const probe = serve(quiet, () => new Response());
const { capabilities } = probe;
void probe.shutdown();

for (const [name, { needs, options }] of Object.entries<TlsServer>(TLS_SERVERS)) {
  if (!needs.every((need) => gives(capabilities, need))) continue;
  const server: Server = serve(
    {
      ...options,
      port: 0,
      hostname: "127.0.0.1",
      onListen(addr) {
        if (addr.transport === "tcp")
          console.log(JSON.stringify({ server: name, port: addr.port }));
      },
    },
    tlsApp(upgradeWebSocket, () => server),
  );
}

function gives(own: Capabilities, need: Need): boolean {
  if (need === "sni" || need === "requestCert") return own.tlsOptions.includes(need);
  return own[need];
}
