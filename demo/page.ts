/** The page and its files, with what is known at the time of the request filled in. */
import { css, favicon, html, js } from "./page.gen.ts";
import { type Runtime, setting } from "./runtime.ts";

/** The same demo on another runtime. */
interface Peer {
  readonly id: string;
  readonly label: string;
  readonly port: number;
}

/** Everything comes from this server itself, and nothing else may. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/** The files beside the page, by path. */
const files: Readonly<Record<string, { readonly type: string; readonly text: string }>> = {
  "/style.css": { type: "text/css; charset=utf-8", text: css },
  "/page.js": { type: "text/javascript; charset=utf-8", text: js },
  "/favicon.svg": { type: "image/svg+xml", text: favicon },
  "/favicon.ico": { type: "image/svg+xml", text: favicon },
};

/** Answers with a file of the page, or undefined when there is none at that path. */
export function findFile(path: string): Response | undefined {
  const file = Object.hasOwn(files, path) ? files[path] : undefined;
  if (!file) return undefined;
  return new Response(file.text, {
    headers: { "content-type": file.type, "cache-control": "no-cache" },
  });
}

/** Answers with the page itself. */
export function renderPage(request: Request, runtime: Runtime): Response {
  const values: Readonly<Record<string, string>> = {
    name: escapeHtml(runtime.name),
    slug: escapeHtml(runtime.name.toLowerCase()),
    version: escapeHtml(runtime.version),
    peers: renderPeers(new URL(request.url)),
  };
  const text = html.replace(/\{\{(\w+)\}\}/g, (_, key: string) => values[key] ?? "");
  return new Response(text, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-cache",
      "content-security-policy": POLICY,
    },
  });
}

/** The links to the other runtimes; `npm start` tells which there are, in `DEMO_PEERS`. */
function renderPeers(here: URL): string {
  const peers = JSON.parse(setting("DEMO_PEERS") ?? "[]") as Peer[];
  const items = peers.map((peer) => {
    const url = new URL("/", here);
    url.port = String(peer.port);
    const current = url.port === here.port ? ' aria-current="page"' : "";
    const kind = escapeHtml(peer.id.replace(/\d+$/, ""));
    return `<li><a href="${escapeHtml(url.href)}" data-runtime="${kind}"${current}>${escapeHtml(peer.label)}</a></li>`;
  });
  return items.length === 0 ? "" : `<ul>${items.join("")}</ul>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
