/**
 * The app on a host that listens: one server per row of `servers.ts`, each telling its port. With
 * the argument "strict" they hand out the platform's own objects, with "tls" they speak HTTPS, with
 * "h2ws" they take WebSockets over HTTP/2.
 *
 * @module
 */
import { serve, upgradeWebSocket } from "everyserve";
import { createApp, proxyTo } from "../../shared/app.ts";
import { TEST_CERTIFICATE } from "../../shared/certificate.ts";
import { SERVERS } from "../../shared/servers.ts";

// Which file the package's exports gave to this runtime; the runner checks it.
console.log(JSON.stringify({ module: import.meta.resolve("everyserve") }));

const app = createApp({ upgradeWebSocket });
const strict = process.argv.includes("strict");
const http2WebSockets = process.argv.includes("h2ws");
const tls = process.argv.includes("tls") ? TEST_CERTIFICATE : {};

for (const [server, options] of Object.entries(SERVERS)) {
  serve(
    {
      ...options,
      ...tls,
      strict,
      http2WebSockets,
      port: 0,
      hostname: "127.0.0.1",
      onListen(addr) {
        if (addr.transport === "tcp") console.log(JSON.stringify({ server, port: addr.port }));
      },
    },
    server === "proxy" ? proxyTo(app) : app,
  );
}
