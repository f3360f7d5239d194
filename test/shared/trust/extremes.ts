/**
 * Numbers for `timeouts` and `limits` that no clock and no integer of a host can hold (E04, E06): what
 * is taken is kept, and what cannot be kept is refused.
 *
 * @module
 */
import type { Handler, ServeOptions } from "../../../src/core/types.ts";
import { frame, handshake, CLOSE, closing, reply } from "../frames.ts";
import { type InsideApi, type InsideCase, LOCAL, settledWithin, sleep } from "../inside/case.ts";
import { refusal, statuses, UNSUPPORTED, withClient } from "./bounded.ts";
import { NAMES } from "./options.ts";

/** Above a signed and an unsigned integer of 32 bits, and of 53; those in between wrap to little. */
const LARGE = [
  2 ** 29,
  2 ** 30,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  2 ** 32 + 1,
  1e12,
  2 ** 53,
  Infinity,
];

const LINES = Array.from({ length: 40 }, (_, i): [string, string] => [`x-${i}`, "a"]);

/** What came, and whether all header lines did. */
const handler: Handler = async (request) => {
  const body = await request.text();
  const lines = [...request.headers].filter(([name]) => name.startsWith("x-")).length;
  return new Response(`${lines} ${body}`);
};

/** A request with some header lines and a body in two parts. */
async function exchange(api: InsideApi, options: ServeOptions): Promise<string> {
  if (!api.listens) {
    const body = new ReadableStream({
      async start(controller) {
        controller.enqueue(new TextEncoder().encode("01234"));
        await sleep(20);
        controller.enqueue(new TextEncoder().encode("56789"));
        controller.close();
      },
    });
    const headers = [...LINES, ["content-length", "10"]] as [string, string][];
    const init = { method: "POST", headers, body, duplex: "half" } as RequestInit;
    const server = api.serve(options, handler);
    const response = await server.fetch(new Request("http://localhost/", init));
    return `${response.status} ${await response.text()}`;
  }
  return withClient(api, options, handler, async (client) => {
    const lines = LINES.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    client.send(`POST / HTTP/1.1\r\nHost: a\r\n${lines}Content-Length: 10\r\n\r\n01234`);
    await sleep(20);
    client.send("56789");
    await settledWithin(client.until("56789"), 1000);
    const text = client.received();
    return `${statuses(text)[0]} ${text.slice(text.indexOf("\r\n\r\n") + 4)}`;
  });
}

const large = (option: "timeouts" | "limits"): InsideCase => ({
  id: `E06.${option}-large`,
  title: `no number is too large for a member of ${option}: it bounds nothing then, or is refused by its name`,
  ceiling: 10_000,
  run: async (api) => {
    const wrongly: unknown[] = [];
    for (const name of NAMES[option]) {
      for (const value of LARGE) {
        const options = {
          ...(api.listens ? LOCAL : {}),
          [option]: { [name]: value },
        } as ServeOptions;
        const said = refusal(api, options, `${option}.${name}`);
        if (said === UNSUPPORTED) continue;
        const came = said === "served" ? await exchange(api, options) : said;
        if (came !== "200 40 0123456789") wrongly.push([name, value, came]);
      }
    }
    return wrongly;
  },
  expect: [],
});

export const extremeCases: readonly InsideCase[] = [
  large("timeouts"),
  large("limits"),
  {
    id: "E06.close-large",
    title:
      "nor is a peer of a WebSocket cut at once then, whose answer to a close frame takes a while",
    needs: "listen",
    run: async (api) => {
      const options = { ...LOCAL, timeouts: { close: 2 ** 32 } };
      const ends: unknown[] = [];
      const upgrade: Handler = (request) => {
        const { socket, response } = api.upgradeWebSocket(request);
        socket.addEventListener("open", () => socket.close(1000, "bye"));
        socket.addEventListener("close", ({ code, wasClean }) => ends.push(code, wasClean));
        return response;
      };
      return withClient(api, options, upgrade, async (client) => {
        client.send(handshake("/"));
        await client.until(reply(CLOSE, closing(1000, "bye")));
        await sleep(100);
        client.send(frame(CLOSE, closing(1000, "bye")));
        return [await settledWithin(client.closed, 1000), ...ends];
      });
    },
    expect: ["resolved", 1000, true],
  },
];
