/**
 * The app on workerd: one entrypoint per row of `servers.ts`.
 *
 * @module
 */
import { serve, upgradeWebSocket, type Server } from "everyserve";
import { createApp, proxyTo } from "../../shared/app.ts";
import { SERVERS } from "../../shared/servers.ts";

const app = createApp({ upgradeWebSocket });
const plain: Server = serve(SERVERS.plain, app);

export default plain;
export const onerror: Server = serve(SERVERS.onerror, app);
export const compress: Server = serve(SERVERS.compress, app);
export const proxy: Server = serve(SERVERS.proxy, proxyTo(app));
