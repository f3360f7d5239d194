// A WebSocket that answers ping with pong: `new WebSocket("ws://localhost:8000")` in a browser.
import { serve, upgradeWebSocket } from "everyserve";

export default serve((request) => {
  if (request.headers.get("upgrade") !== "websocket") {
    return new Response(null, { status: 501 });
  }
  const { socket, response } = upgradeWebSocket(request);
  socket.addEventListener("open", () => {
    console.log("a client connected!");
  });
  socket.addEventListener("message", (event) => {
    if (event.data === "ping") socket.send("pong");
  });
  return response;
});
