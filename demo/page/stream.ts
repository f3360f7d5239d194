/** The live stream: what arrives here, and what the server says about it once we have hung up. */
import { byId, duration, make, say } from "./dom.ts";

/** What `GET /api/streams/<id>` answers. */
interface StreamRecord {
  readonly state: "open" | "cancelled";
  readonly lines: number;
  readonly reason: string | null;
  readonly openForMs: number;
}

/** How many lines stay on the page. */
const KEPT = 60;

let current: AbortController | undefined;

export function startStreamPanel(): void {
  byId("stream-toggle", HTMLButtonElement).addEventListener("click", () => {
    if (current) current.abort();
    else void run();
  });
  void run();
}

/** Reads one stream from its start until we, or the server, hang up. */
async function run(): Promise<void> {
  const controller = new AbortController();
  current = controller;
  show("connecting", "open", "Stop");
  let id = "";
  try {
    const response = await fetch("/api/stream", { signal: controller.signal });
    id = response.headers.get("x-stream-id") ?? "";
    if (!response.ok || !response.body) throw new Error(`Status ${response.status}`);
    show("open", "open", "Stop");
    say("stream-reason", "–");
    await readLines(response.body);
    show("ended by the server", "cut", "Start");
  } catch {
    show(controller.signal.aborted ? "hanging up" : "connection lost", "cut", "Start");
  } finally {
    current = undefined;
  }
  if (controller.signal.aborted) {
    log("", "You hung up.", "note");
    if (id) await watchCancel(id);
  }
}

async function readLines(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  const started = performance.now();
  let last = started;
  let rest = "";
  let count = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const now = performance.now();
      log(`+${Math.round(now - last)} ms`, line);
      last = now;
      count += 1;
      say("stream-sent", String(count));
      say("stream-open", duration(now - started));
      travel();
    }
  }
}

/** Asks the server how the stream ended: the hang-up reaches it a moment after we made it. */
async function watchCancel(id: string): Promise<void> {
  for (let attempt = 0; attempt < 50 && !current; attempt += 1) {
    const response = await fetch(`/api/streams/${id}`).catch(() => undefined);
    if (!response?.ok) break;
    const record = (await response.json()) as StreamRecord;
    if (current) return;
    say("stream-sent", String(record.lines));
    say("stream-open", duration(record.openForMs));
    if (record.state === "cancelled") {
      say("stream-state", "cancel ran");
      say("stream-reason", record.reason ?? "none given");
      log("", `The server ran cancel after ${record.lines} lines.`, "note");
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  if (!current) say("stream-state", "unknown");
}

function show(state: string, wire: "open" | "cut", button: "Start" | "Stop"): void {
  say("stream-state", state);
  byId("wire", HTMLElement).dataset["state"] = wire;
  say("stream-toggle", button);
}

function log(time: string, text: string, className = ""): void {
  const list = byId("stream-log", HTMLOListElement);
  const item = make("li", "", className);
  item.append(make("time", time), make("span", text));
  list.append(item);
  while (list.children.length > KEPT) list.firstElementChild?.remove();
  list.scrollTop = list.scrollHeight;
}

function travel(): void {
  const dot = document.createElement("i");
  dot.addEventListener("animationend", () => dot.remove());
  byId("wire-track", HTMLElement).append(dot);
}
