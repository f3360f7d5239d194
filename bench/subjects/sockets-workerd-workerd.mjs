/** The control on workerd: a WebSocketPair, as its documentation teaches it. */
export default {
  fetch() {
    const { 0: client, 1: server } = new globalThis.WebSocketPair();
    server.accept();
    server.binaryType = "arraybuffer";
    server.addEventListener("message", ({ data }) => server.send(data));
    // Without the field it would compress.
    const headers = { "sec-websocket-extensions": "none" };
    return new Response(null, { status: 101, webSocket: client, headers });
  },
};
