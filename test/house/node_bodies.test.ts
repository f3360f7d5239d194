/** What a handler on Node gets that reads a body which turns out to be none (R43, E08). */
import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { serve } from "everyserve/node";
import { gate } from "../shared/inside/case.ts";

const HEAD = "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";

const WAYS: Readonly<Record<string, (request: Request) => Promise<unknown>>> = {
  "text()": (request) => request.text(),
  "a reader": async (request) => {
    const reader = request.body!.getReader();
    while (!(await reader.read()).done);
  },
  "a clone": (request) => request.clone().text(),
};

test.each(
  Object.entries(WAYS).flatMap(([way, read]) =>
    [false, true].map((strict) => ({ way, read, strict })),
  ),
)(
  "$way rejects with ERR_REQUEST_INVALID at a bad chunk (R43, E08; strict: $strict)",
  async ({ read, strict }) => {
    let seen: unknown;
    const begun = gate();
    const options = { port: 0, hostname: "127.0.0.1", strict, onListen() {} };
    await using server = serve(options, async (request) => {
      const reading = read(request);
      begun.open();
      await reading.catch((error: unknown) => (seen = error));
      return new Response("read");
    });
    const socket = connect((server.addr as { port: number }).port, "127.0.0.1");
    socket.resume().write(`${HEAD}5\r\nhello\r\n`);
    await begun.promise;
    socket.write("zz\r\n");
    await once(socket, "close");
    expect(seen).toBeInstanceOf(TypeError);
    expect(seen).toMatchObject({
      code: "ERR_REQUEST_INVALID",
      message: "invalid HTTP/1 request: Invalid",
      cause: { code: expect.stringMatching(/^HPE_/) as unknown },
    });
  },
);
