/** The JSON panel, the facts in the head and the list of capabilities: all from one answer. */
import { byId, duration, make, say } from "./dom.ts";

interface Answer {
  readonly requests: number;
  readonly time: string;
  readonly capabilities: Readonly<Record<string, boolean | readonly string[]>>;
}

/** What each capability means, in a few words. */
const MEANINGS: Readonly<Record<string, string>> = {
  listen: "binds a port itself",
  tls: "HTTPS",
  http2: "HTTP/2 over TLS",
  h2c: "HTTP/2 on a cleartext port",
  unix: "listens on a unix socket",
  reusePort: "shares a port",
  tcpBacklog: "sizes the queue of connections",
  websocket: "upgrades to WebSocket",
  requestSignal: "signals a hang-up to the handler",
  completed: "tells delivery from loss",
  compression: "encodes bodies",
};

export function startRuntimePanel(): void {
  byId("json-again", HTMLButtonElement).addEventListener("click", () => void ask());
  void ask();
}

async function ask(): Promise<void> {
  try {
    const started = performance.now();
    const response = await fetch("/api/runtime");
    const text = await response.text();
    const took = duration(performance.now() - started);
    const answer = JSON.parse(text) as Answer;
    say("json-status", `${response.status} · ${response.headers.get("content-type")} · ${took}`);
    showJson(text);
    say("fact-round-trip", took);
    say("fact-requests", String(answer.requests));
    say("fact-time", answer.time.slice(11, 19));
    showCapabilities(answer.capabilities);
  } catch {
    say("json-status", "The server did not answer.");
  }
}

/** Shows JSON text as it came, with its keys marked. */
function showJson(text: string): void {
  const parts = text.trimEnd().split(/("[^"\n]*")(?=:)/);
  const nodes = parts.map((part, index) => (index % 2 === 1 ? make("b", part) : part));
  byId("json-body", HTMLPreElement).replaceChildren(...nodes);
}

function showCapabilities(capabilities: Answer["capabilities"]): void {
  const rows = Object.entries(capabilities).map(([name, value]) => {
    const can = value === true || (Array.isArray(value) && value.length > 0);
    const row = make("div", "", can ? "" : "no");
    const meaning = Array.isArray(value) && can ? value.join(", ") : (MEANINGS[name] ?? "");
    row.append(make("dt", name), make("dd", meaning), make("dd", can ? "yes" : "no", "mark"));
    return row;
  });
  byId("able-list", HTMLDListElement).replaceChildren(...rows);
}
