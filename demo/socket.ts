/** The socket: greets, and sends every message back with its number. */
import { upgradeWebSocket } from "everyserve";

/** Upgrades, or says what is missing. */
export function socket(request: Request, title: string): Response {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    return new Response("This address speaks WebSocket\n", {
      status: 426,
      headers: { upgrade: "websocket", connection: "upgrade", "sec-websocket-version": "13" },
    });
  }
  const { socket: made, response } = upgradeWebSocket(request);
  let messages = 0;
  made.addEventListener("open", () => made.send(`Hello from ${title}`));
  made.addEventListener("message", ({ data }) => {
    messages += 1;
    if (data === "bye") made.close(1000, "bye");
    else if (typeof data === "string") made.send(`${messages}: ${data}`);
    else made.send(data as ArrayBuffer);
  });
  return response;
}
