/**
 * What a client may cost by a WebSocket (E06, W44).
 *
 * @module
 */
import type { InsideApi, InsideCase, RawClient } from "../inside/case.ts";
import { settledWithin, toolsOf } from "../inside/case.ts";
import { BINARY, closing, frame, handshake, reply, TEXT } from "../frames.ts";
import type { ServeOptions } from "../../../src/core/types.ts";
import { bounded } from "./bounded.ts";

const ABOVE = 104_857_600;
/** The head of a frame of 80 MiB. */
const HEAD = "\x82\xff\x00\x00\x00\x00\x05\x00\x00\x00\x01\x02\x03\x04";

/** Opens a socket that echoes, and gives what came behind the head of the 101. */
async function echoing(
  api: InsideApi,
  options: ServeOptions,
  play: (client: RawClient, frames: () => string) => Promise<unknown>,
): Promise<unknown> {
  const server = api.serve(options, (request) => {
    const { socket, response } = api.upgradeWebSocket(request);
    socket.addEventListener("message", ({ data }) => socket.send(data as string));
    return response;
  });
  const client = await toolsOf(api).connect(server.addr);
  client.send(handshake("/") + frame(TEXT, "hi"));
  await client.until(reply(TEXT, "hi"));
  const frames = (): string => {
    const text = client.received();
    return text.slice(text.indexOf(reply(TEXT, "hi")) + 4);
  };
  try {
    return await play(client, frames);
  } finally {
    client.reset();
    await server.shutdown();
  }
}

export const socketLimitCases: readonly InsideCase[] = [
  bounded({
    id: "W44.limit",
    title: "a message of limits.webSocketMessage comes back, a byte more is answered by 1009",
    member: "limits.webSocketMessage",
    value: 1000,
    run: (api, options) =>
      echoing(api, options, async (client, frames) => {
        client.send(frame(BINARY, "x".repeat(1000)));
        await client.until(reply(BINARY, "x".repeat(1000)));
        const before = frames().length;
        client.send(frame(BINARY, "y".repeat(1001)));
        await client.until("\x88");
        return frames().slice(before + 2, before + 4) === closing(1009);
      }),
    expect: true,
  }),
  bounded({
    id: "W44.fragments-limit",
    title: "fragments that are more together are answered by 1009",
    member: "limits.webSocketMessage",
    value: 1000,
    run: (api, options) =>
      echoing(api, options, async (client, frames) => {
        const part = "x".repeat(600);
        client.send(frame(BINARY, part, { more: true }) + frame(0, part));
        await client.until("\x88");
        return frames().slice(2, 4) === closing(1009);
      }),
    expect: true,
  }),
  bounded({
    id: "W44.above",
    title: "a limit above 64 MiB holds for single frames, or is refused",
    member: "limits.webSocketMessage",
    value: ABOVE,
    large: true,
    run: (api, options) =>
      echoing(api, options, async (client, frames) => {
        client.send(HEAD + "x".repeat(1000));
        return [await settledWithin(client.closed, 150), frames()];
      }),
    expect: ["pending", ""],
  }),
];
