/** Ours on workerd: a socket that echoes. */
import { serve, upgradeWebSocket } from "everyserve";

export default serve((request) => {
  const { socket, response } = upgradeWebSocket(request, { idleTimeout: 0 });
  socket.addEventListener("message", ({ data }) => socket.send(data));
  return response;
});
