/** What everyserve must not change of Node's own fetch (E09). */
import { once } from "node:events";
import { createServer } from "node:http";
import { expect, test } from "vitest";
import { serve } from "everyserve/node";

test("fetch() writes the names of a Headers as they were given (E09)", async () => {
  await using _server = serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, () =>
    Response.error(),
  );
  const plain = createServer((request, response) => response.end(request.rawHeaders.join("\n")));
  await once(plain.listen(0, "127.0.0.1"), "listening");
  const { port } = plain.address() as { port: number };
  const headers = new Headers([["X-Own", "1"]]);
  const response = await fetch(`http://127.0.0.1:${port}/`, { headers });
  const names = (await response.text()).split("\n");
  plain.close().closeAllConnections();
  expect(names).toContain("X-Own");
});
