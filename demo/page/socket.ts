/** The WebSocket: messages there and back, and how it ends. */
import { byId, duration, make, say } from "./dom.ts";

/** How many lines are kept. */
const LINES = 50;

let socket: WebSocket | undefined;
let sent = 0;

export function startSocketPanel(): void {
  byId("socket-connect", HTMLButtonElement).addEventListener("click", connect);
  byId("socket-close", HTMLButtonElement).addEventListener("click", () => socket?.close(1000));
  byId("socket-form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    const input = byId("socket-text", HTMLInputElement);
    if (socket?.readyState !== WebSocket.OPEN) return;
    sent = performance.now();
    socket.send(input.value);
    log("sent", input.value);
    input.select();
  });
  connect();
}

function connect(): void {
  const url = new URL("/api/socket", location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const mine = new WebSocket(url);
  socket = mine;
  sent = performance.now();
  show("connecting");
  mine.addEventListener("open", () => show("open"));
  mine.addEventListener("message", ({ data }) => {
    const took = duration(performance.now() - sent);
    log("got", typeof data === "string" ? data : `${(data as Blob).size} bytes`, took);
  });
  mine.addEventListener("close", ({ code, reason, wasClean }) => {
    if (socket !== mine) return;
    log("end", `${wasClean ? "closed" : "lost"} with ${code}${reason ? ` "${reason}"` : ""}`);
    show("closed");
  });
}

function show(state: "connecting" | "open" | "closed"): void {
  say("socket-state", state);
  byId("socket-send", HTMLButtonElement).disabled = state !== "open";
  byId("socket-close", HTMLButtonElement).disabled = state !== "open";
  byId("socket-connect", HTMLButtonElement).disabled = state !== "closed";
}

function log(kind: "sent" | "got" | "end", text: string, took = ""): void {
  const list = byId("socket-log", HTMLOListElement);
  const item = make("li", "", kind);
  item.append(make("span", text), make("small", took));
  list.append(item);
  while (list.childElementCount > LINES) list.firstElementChild?.remove();
  list.scrollTop = list.scrollHeight;
}
