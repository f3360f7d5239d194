/**
 * Routes that read the request's body, in every way there is.
 *
 * @module
 */
import type { Route } from "./at.ts";
import { named, sleep } from "./at.ts";

const parseOf: Route = async (request, _info, at) => {
  const how = at.query("as", "json");
  const reading = how === "form" ? request.formData() : request.json();
  return reading.then(
    () => Response.json({ rejects: null }),
    (error: unknown) => {
      const told = { rejects: (error as Error).name };
      if (at.query("signal", "no") === "no") return Response.json(told);
      return Response.json({ ...told, aborted: request.signal.aborted });
    },
  );
};

/** Logs what there is of a body: for requests whose responses have none. */
const bodyOfAny: Route = async (request, _info, at) => {
  const isNull = request.body === null;
  at.log(`${isNull} ${JSON.stringify(await request.text())}`);
  return new Response("told");
};

/** Logs every chunk as it comes. */
const chunksOf: Route = async (request, _info, at) => {
  at.log("start");
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    at.log(`chunk ${new TextDecoder().decode(chunk)}`);
  }
  return Response.json({ size });
};

/** Reads the body in the way that the row names, and logs how that ended. */
const readBy: Route = async (request, _info, at) => {
  const how = at.query("as", "text");
  at.log("start");
  try {
    const value = await (READERS[how] as (request: Request) => Promise<unknown>)(request);
    at.log(`resolved ${String(value)}`);
    return new Response("read");
  } catch (error) {
    at.log(
      `rejected ${error instanceof Error || error instanceof DOMException} ${request.bodyUsed}`,
    );
    if (at.query("tell") === "reason") {
      await sleep(20);
      const { aborted, reason } = request.signal;
      at.log(`reason ${named(error)} ${aborted && reason === error ? "the same" : "another"}`);
    }
    return new Response("failed");
  }
};

const READERS: Readonly<Record<string, (request: Request) => Promise<unknown>>> = {
  text: (request) => request.text(),
  json: (request) => request.json(),
  arrayBuffer: (request) => request.arrayBuffer(),
  blob: (request) => request.blob(),
  bytes: (request) => request.bytes(),
  formData: (request) => request.formData(),
  reader: async (request) => {
    const reader = bodyOf(request).getReader();
    while (!(await reader.read()).done);
  },
  byob: async (request) => {
    const reader = bodyOf(request).getReader({ mode: "byob" });
    while (!(await reader.read(new Uint8Array(64))).done);
  },
  pipeTo: (request) => bodyOf(request).pipeTo(new WritableStream()),
  clone: (request) => Promise.all([request.clone().text(), request.text()]),
  iterate: async (request) => {
    for await (const chunk of bodyOf(request)) void chunk;
  },
};

function bodyOf(request: Request): ReadableStream<Uint8Array<ArrayBuffer>> {
  if (request.body === null) throw new RangeError("no body");
  return request.body;
}

/** The body by its reader. */
async function textOf(request: Request): Promise<string> {
  let text = "";
  const reader = request.body?.getReader();
  for (;;) {
    const { done = true, value } = (await reader?.read()) ?? {};
    if (done) return text;
    text += new TextDecoder().decode(value);
  }
}

/** Answers first and reads afterwards (R48, R49). */
const laterOf: Route = (request, info, at) => {
  at.log("start");
  const reading = (at.query("as") === "stream" ? textOf(request) : request.text()).then(
    (text) => {
      at.log(`body ${text}`);
      at.log(`${request.method} ${new URL(request.url).pathname} ${request.headers.get("host")}`);
    },
    (error: unknown) => at.log(`rejected ${named(error)}`),
  );
  info.waitUntil(reading);
  return new Response("later");
};

/** Reads one chunk and no more (R36). */
const firstOf: Route = async (request, _info, at) => {
  at.log("start");
  const reader = request.body?.getReader();
  await reader?.read();
  at.log("first");
  for (;;) await sleep(50);
};

/** R40: the sink of a pipe hears of the loss, and of the same error. */
const sinkOf: Route = async (request, _info, at) => {
  at.log("start");
  let reason: unknown;
  const sink = new WritableStream({
    abort(given) {
      reason = given;
      at.log("abort");
    },
  });
  await request.body?.pipeTo(sink).then(
    () => at.log("resolved"),
    (error: unknown) => at.log(error === reason ? "the same" : "another"),
  );
  return new Response("piped");
};

/** R48: looks at the request for the first time when the response has gone out. */
const afterwardsOf: Route = (request, info, at) => {
  const looking = (async () => {
    await sleep(50);
    const { method, headers } = request;
    at.log(
      `${method} ${headers.get("x-sent")} ${info.remoteAddr.transport} ${request.signal.aborted}`,
    );
    const before = request.bodyUsed;
    at.log(`body ${await request.text()}`);
    if (at.query("twice", "no") === "no") return;
    at.log(`used ${before} ${request.bodyUsed}`);
    await request.text().catch((error: unknown) => at.log(`again ${(error as Error).name}`));
  })();
  info.waitUntil(looking.catch((error: unknown) => at.log(`failed ${named(error)}`)));
  return new Response("first");
};

/** R48: holds the stream, and reads it when the response has gone out. */
const heldOf: Route = (request, info, at) => {
  const { body } = request;
  const reading = sleep(50).then(async () => at.log(`body ${await new Response(body).text()}`));
  info.waitUntil(reading.catch((error: unknown) => at.log(`failed ${named(error)}`)));
  return new Response("held");
};

/** E07: something to do after the response. */
const taskOf: Route = (_request, { waitUntil }, at) => {
  waitUntil(sleep(50).then(() => at.log("done")));
  return new Response("begun");
};

/** The paths of this file. */
export const bodyRoutes: Readonly<Record<string, Route>> = {
  "/parse": parseOf,
  "/body": bodyOfAny,
  "/chunks": chunksOf,
  "/read": readBy,
  "/later": laterOf,
  "/task": taskOf,
  "/first": firstOf,
  "/sink": sinkOf,
  "/afterwards": afterwardsOf,
  "/held": heldOf,
};
