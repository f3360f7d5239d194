/**
 * The handlers that every fetch-style subject serves: one text for all of them.
 *
 * They name the global `Response` and `ReadableStream` at call time, as an application does. A
 * subject that needs classes of its own puts them in the global place first.
 */
const chunk = new Uint8Array(16 * 1024).fill(97);
const chunks = 16;

export const handlers = {
  hello: () => new Response("Hello, World!"),

  json: (request) => {
    const url = new URL(request.url);
    const body = JSON.stringify({
      path: url.pathname,
      page: url.searchParams.get("page"),
      accept: request.headers.get("accept"),
      authorization: request.headers.get("authorization"),
    });
    return new Response(body, {
      headers: { "content-type": "application/json", "cache-control": "no-store" },
    });
  },

  echo: async (request) => new Response(await request.text()),

  stream: () => {
    let left = chunks;
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(chunk);
        left -= 1;
        if (left === 0) controller.close();
      },
    });
    return new Response(body, { headers: { "content-type": "application/octet-stream" } });
  },
};

/** The handler that the runner asked for on the command line. */
export function chosenHandler(name = globalThis.process?.argv[2]) {
  if (!Object.hasOwn(handlers, name)) throw new Error(`No scenario is called "${name}"`);
  return handlers[name];
}
