/** The echo: a form that makes a request, and what the handler saw of it. */
import { byId, duration, make } from "./dom.ts";

/** What `/api/echo` answers. */
interface Echo {
  readonly method: string;
  readonly url: string;
  readonly path: string;
  readonly query: readonly Pair[];
  readonly headers: readonly Pair[];
  readonly body: {
    readonly text: string;
    readonly bytes: number;
    readonly truncated: boolean;
  } | null;
}

type Pair = readonly [name: string, value: string];

export function startEchoPanel(): void {
  const method = byId("echo-method", HTMLSelectElement);
  const allowBody = (): void => {
    const none = method.value === "GET";
    byId("echo-body", HTMLTextAreaElement).disabled = none;
    byId("echo-body-hint", HTMLElement).hidden = !none;
  };
  method.addEventListener("change", allowBody);
  // A browser that restores a form on reload does so without a change event.
  allowBody();
  byId("echo-form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    void send();
  });
}

async function send(): Promise<void> {
  const status = byId("echo-status", HTMLElement);
  const result = byId("echo-result", HTMLElement);
  try {
    const method = byId("echo-method", HTMLSelectElement).value;
    const body = byId("echo-body", HTMLTextAreaElement).value;
    const headers = parseHeaders(byId("echo-headers", HTMLTextAreaElement).value);
    const url = parsePath(byId("echo-path", HTMLInputElement).value);
    const started = performance.now();
    const response = await fetch(url, { method, headers, ...(method === "GET" ? {} : { body }) });
    const seen = (await response.json()) as Echo;
    const took = duration(performance.now() - started);
    status.className = "status";
    status.textContent = `${response.status} · ${response.headers.get("x-served-by")} · ${took}`;
    result.replaceChildren(...showEcho(seen));
  } catch (error) {
    status.className = "status error";
    status.textContent = error instanceof Error ? error.message : String(error);
    result.replaceChildren();
  }
}

function parsePath(text: string): URL {
  const url = new URL(text, location.origin);
  if (url.origin === location.origin && /^\/api\/echo(\/|$)/.test(url.pathname)) return url;
  throw new Error("The path must begin with /api/echo");
}

function parseHeaders(text: string): Headers {
  const headers = new Headers();
  for (const line of text.split("\n")) {
    if (!line.trim()) continue;
    const colon = line.indexOf(":");
    if (colon < 1) throw new Error(`A header line must read "name: value", not "${line}"`);
    headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return headers;
}

function showEcho(seen: Echo): HTMLElement[] {
  const request: Pair[] = [
    ["method", seen.method],
    ["url", seen.url],
    ["path", seen.path],
  ];
  const body: Pair[] = seen.body
    ? [
        [
          "bytes",
          `${seen.body.bytes}${seen.body.truncated ? " (the first 64 KiB are shown)" : ""}`,
        ],
        ["text", seen.body.text],
      ]
    : [["", "none"]];
  return [
    ...showPairs("Request", request),
    ...showPairs("Query", seen.query.length > 0 ? seen.query : [["", "none"]]),
    ...showPairs("Headers", seen.headers),
    ...showPairs("Body", body),
  ];
}

function showPairs(title: string, pairs: readonly Pair[]): HTMLElement[] {
  const list = make("dl", "", "seen");
  for (const [name, value] of pairs) list.append(make("dt", name), make("dd", value));
  return [make("h3", title), list];
}
