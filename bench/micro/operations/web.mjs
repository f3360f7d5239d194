/** Requests, responses, headers, streams, URLs: the platform's own objects. */
const url = "http://127.0.0.1:8000/api/items?page=3&sort=name";
const record = { "content-type": "application/json", "cache-control": "no-store" };
const pairs = Object.entries({
  Host: "127.0.0.1:8000",
  "User-Agent": "Mozilla/5.0 (X11; Linux x86_64)",
  Accept: "*/*",
  "Accept-Language": "en",
  "Accept-Encoding": "gzip, deflate, br",
  Connection: "keep-alive",
  Cookie: "a=b; c=d",
  Authorization: "Bearer token",
});
const text = "Hello, World!";

/** Keeps a text aside, so that the platform builds no stream for it. */
class SubResponse extends Response {
  #kept;
  constructor(body, init) {
    super(null, init);
    this.#kept = body;
  }
  get kept() {
    return this.#kept;
  }
}

const bare = new Response(null, { headers: record });
const request = new Request(url);
const headers = new Headers(record);

export const operations = {
  "new Request(url)": () => new Request(url),
  "new Request(url, {headers})": () => new Request(url, { headers: record }),
  "new Request(url, {method, body})": () => new Request(url, { method: "POST", body: "x" }),
  "new Request(url, {signal})": () => new Request(url, { signal: new AbortController().signal }),
  "new Response(null)": () => new Response(null),
  "new Response(text)": () => new Response(text),
  "new Response(text, {headers})": () => new Response(text, { headers: record }),
  "Response.json(object)": () => Response.json({ a: 1 }),
  "subclass, super(null)": () => new SubResponse(text),
  "subclass, super(null, {headers})": () => new SubResponse(text, { headers: record }),
  "response.status": () => bare.status,
  "response.headers": () => bare.headers,
  "response.body": () => bare.body,
  "request.url": () => request.url,
  "request.method": () => request.method,
  "new Headers()": () => new Headers(),
  "new Headers(record of 2)": () => new Headers(record),
  "new Headers, 8 appends": () => {
    const all = new Headers();
    for (const [name, value] of pairs) all.append(name, value);
    return all;
  },
  "[...headers] of 2": () => [...headers],
  "headers.forEach of 2": () => headers.forEach(() => undefined),
  "headers.get": () => headers.get("content-type"),
  "new Headers, then [...]": () => [...new Headers(record)],
  "new ReadableStream({pull})": () => new ReadableStream({ pull() {} }),
  "new AbortController": () => new AbortController(),
  "new AbortController().signal": () => new AbortController().signal,
  "new URL(absolute)": () => new URL(url),
  "new URL(path, base)": () => new URL("/api/items?page=3", "http://127.0.0.1:8000"),
  "new URL().searchParams.get": () => new URL(url).searchParams.get("page"),
  "URL.canParse": () => URL.canParse(url),
};
