/**
 * `/ws`: a socket that echoes, tells the log what it hears, and does what the query and messages
 * that begin with "!" say.
 *
 * @module
 */
import { named, sleep, type At, type Route } from "./at.ts";

/** Sockets that other requests may want: `/ws/do`. */
const open = new Map<string, WebSocket>();

const socket: Route = async (request, info, at) => {
  const { query, log } = at;
  if (query("wait") !== "") await sleep(Number(query("wait")));
  const idle = query("idle");
  const { socket: made, response } = at.upgradeWebSocket(request, {
    protocol: query("protocol"),
    ...(idle === "" ? {} : { idleTimeout: Number(idle) }),
    ...(query("deflate") === "" ? {} : { perMessageDeflate: true }),
  });
  listen(made, at);
  open.set(at.key, made);
  if (query("facts") !== "") log(facts(made, response));
  if (query("binary") !== "") made.binaryType = query("binary") as BinaryType;
  if (query("headers") !== "") {
    response.headers.append("set-cookie", "a=1");
    response.headers.append("set-cookie", "b=2");
    response.headers.set("x-more", "yes");
  }
  if (query("early") !== "") obey(made, query("early"), at);
  if (query("twice") !== "") attempt(() => at.upgradeWebSocket(request), log);
  if (query("later") !== "") await sleep(Number(query("later")));
  if (query("then") === "throw") throw new Error("after the upgrade");
  if (query("then") === "101") return new Response(null, { status: 101 });
  if (query("then") === "other") return new Response("another", { status: 200 });
  if (query("after") !== "") {
    made.addEventListener("open", () => {
      const { method, url, headers } = request;
      const peer = info.remoteAddr.transport;
      log(`request ${method} ${new URL(url).pathname} ${headers.get("upgrade")} ${peer}`);
      log(`signal ${request.signal.aborted}`);
    });
  }
  return response;
};

/** What the test of the handshake throws, as JSON. */
const refused: Route = (request, _info, { upgradeWebSocket, query }) => {
  const given = query("foreign") === "" ? request : new Request(request.url, request);
  try {
    return upgradeWebSocket(given, { protocol: query("protocol") }).response;
  } catch (error) {
    const { name, message, code } = error as Error & { code?: string };
    return Response.json({ name, message, code }, { status: 400 });
  }
};

/** Upgrades a request that was answered. */
const late: Route = (request, info, { upgradeWebSocket, log }) => {
  const tried = sleep(50).then(() => attempt(() => upgradeWebSocket(request), log));
  info.waitUntil(tried); // else a Worker would be over
  return new Response("answered");
};

/** Does something with the socket of an exchange. */
const act: Route = (_request, _info, at) => {
  const made = open.get(at.key);
  if (made === undefined) return new Response("no such socket", { status: 404 });
  const told = obey(made, at.query("do"), at);
  // Rows wait for an answer, and have no eyes for it.
  const [least, most] = [Number(at.query("least", "0")), Number(at.query("most", "Infinity"))];
  const within = told === undefined || (Number(told) >= least && Number(told) <= most);
  return new Response(told ?? "done", { status: within ? 200 : 409 });
};

/** W30: `onopen` and its like, set before and after a listener, and once more. */
function handle(made: WebSocket, { log }: At): void {
  made.onopen = () => log("replaced");
  made.addEventListener("open", () => log("second open"));
  made.onopen = function (this: unknown, { type }) {
    log(`first ${type} ${this === made}`);
  };
  made.onmessage = ({ data }) => {
    log(`onmessage ${shown(data)}`);
    made.onmessage = null;
  };
  made.onerror = ({ type }) => log(`on${type}`);
  made.addEventListener("close", () => log("before onclose"));
  made.onclose = ({ code }) => log(`onclose ${code}`);
}

function listen(made: WebSocket, at: At): void {
  const { log, query } = at;
  if (query("handlers") !== "") handle(made, at);
  made.addEventListener("open", () => {
    log(`open ${made.readyState} ${made.protocol}`.trim());
    if (query("open") !== "") obey(made, query("open"), at);
  });
  made.addEventListener("message", (event) => {
    const { data } = event;
    log(`message ${shown(data)}`);
    if (query("event") !== "") log(`event ${told(event, made)}`);
    // Microtasks of this event come before the next event.
    if (query("micro") !== "") void Promise.resolve().then(() => log("micro"));
    if (query("quiet") !== "") return;
    if (typeof data === "string" && data.startsWith("!")) obey(made, data.slice(1), at);
    else made.send(data as string);
  });
  made.addEventListener("error", (event) => log(`error ${event.constructor.name}`));
  made.addEventListener("close", (event) => {
    const { code, reason, wasClean } = event;
    log(
      `close ${code} ${JSON.stringify(reason)} ${wasClean ? "clean" : "lost"} ${made.readyState}`,
    );
  });
}

/** Commands, with commas between; gives what the last one tells. */
function obey(made: WebSocket, commands: string, at: At): string | undefined {
  let told: string | undefined;
  for (const command of commands.split(",")) {
    const [name = "", ...words] = command.split(" ");
    const act = ACTS[name];
    if (act === undefined) throw new Error(`no such command: ${command}`);
    told = act(made, words, at) ?? told;
  }
  return told;
}

type Act = (made: WebSocket, words: string[], at: At) => string | void;

const ACTS: Readonly<Record<string, Act>> = {
  close: (made, [code, ...reason], { log }) => {
    const given = [code === undefined ? undefined : Number(code), reason.join(" ")] as const;
    attempt(() => {
      if (code === undefined) made.close();
      else made.close(...given);
    }, log);
    log(`state ${made.readyState}`);
  },
  reason: (made, [reason]) => made.close(undefined, reason),
  long: (made, [size], { log }) => attempt(() => made.close(1000, "x".repeat(Number(size))), log),
  send: (made, words) => made.send(words.join(" ")),
  extensions: (made) => made.send(made.extensions),
  state: (made) => String(made.readyState),
  amount: (made, _words, { log }) => log(`amount ${made.bufferedAmount}`),
  buffered: (made) => String(made.bufferedAmount),
  attempt: (made, _words, { log }) => attempt(() => made.send("too early"), log),
  bytes: (made, [size]) => made.send(new Uint8Array(Number(size)).fill(120)),
  flood: (made, [size, count], { log }) => {
    const piece = new Uint8Array(Number(size));
    let sent = 0;
    for (; sent < Number(count) && made.readyState === 1; sent++) made.send(piece);
    log(`flooded ${made.readyState}`);
  },
  kinds: (made) => {
    const bytes = Uint8Array.of(65, 66, 67, 68);
    made.send(bytes.buffer);
    made.send(bytes.subarray(1, 3));
    made.send(new DataView(bytes.buffer, 2));
    made.send(Uint16Array.of(0x4241));
    for (const value of [5, null, undefined, "\ud800x"]) made.send(value as never);
  },
  blobs: (made) => {
    made.send(new Blob(["one"]));
    made.send("two");
    made.send(new Blob(["three"]));
    made.send(Uint8Array.of(52));
  },
  mutated: (made) => {
    const bytes = new Uint8Array(70_000).fill(97);
    made.send(bytes);
    bytes.fill(98);
  },
};

function attempt(call: () => unknown, log: At["log"]): void {
  try {
    call();
  } catch (error) {
    log(`throws ${named(error)}`);
  }
}

/** W30: what an event is, to everybody who looks. */
function told(event: MessageEvent, made: WebSocket): string {
  const { type, target, currentTarget, origin, lastEventId, source, ports } = event;
  return JSON.stringify({
    name: event.constructor.name,
    tag: Object.prototype.toString.call(event),
    instances: [event instanceof Event, event instanceof MessageEvent],
    targets: [target === made, currentTarget === made],
    rest: [type, origin, lastEventId, source, ports.length, event.bubbles, event.cancelable],
  });
}

function shown(data: unknown): string {
  if (typeof data === "string") return `string ${data.slice(0, 60)}`;
  if (data instanceof ArrayBuffer) return `ArrayBuffer ${data.byteLength}`;
  return `Blob ${(data as Blob).size}`;
}

/** W01, W21, W22: what can be seen before the response is returned. */
function facts(made: WebSocket, response: Response): string {
  const platform = (globalThis as { WebSocket?: typeof WebSocket }).WebSocket;
  return `facts ${JSON.stringify({
    status: response.status,
    body: response.body,
    headers: [...response.headers].map(([name]) => name),
    state: made.readyState,
    url: made.url,
    protocol: made.protocol,
    extensions: made.extensions,
    buffered: made.bufferedAmount,
    binaryType: made.binaryType,
    handlers: [made.onopen, made.onmessage, made.onerror, made.onclose],
    target: made instanceof EventTarget,
    instance: platform === undefined || made instanceof platform,
    tag: Object.prototype.toString.call(made),
  })}`;
}

/** The paths of this file. */
export const socketRoutes: Readonly<Record<string, Route>> = {
  "/ws": socket,
  "/ws/refused": refused,
  "/ws/late": late,
  "/ws/wait": async (_request, _info, { query }) => {
    await sleep(Number(query("ms")));
    return new Response("waited");
  },
  "/ws/do": act,
};
