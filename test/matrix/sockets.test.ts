/**
 * Real clients against each host: `ws`, and the WebSocket of undici, which is Node's and close to
 * that of browsers. A browser itself is in test/demo.
 */
import { once } from "node:events";
import { WebSocket as Undici } from "undici";
import { afterAll, describe, expect, inject, test } from "vitest";
import { WebSocket as Ws } from "ws";
import { SERVERS } from "../shared/servers.ts";
import { AppServer } from "./appserver.ts";
import { HOSTS } from "./hosts.ts";

const stage = inject("stage");

for (const host of HOSTS.filter(({ binary }) => binary !== undefined)) {
  describe(`clients ${host.id}`, () => {
    const server = new AppServer(host, stage);
    afterAll(() => server.stop());
    const url = async (query = ""): Promise<string> =>
      `ws://127.0.0.1:${await server.port("plain")}/ws?${query}`;

    test("ws talks, selects a subprotocol, gets headers, and hears its own close (W09, W31)", async ({
      task,
    }) => {
      Object.assign(task.meta, { host: host.id, part: "clients" });
      const client = new Ws(await url("protocol=chat&headers=1"), ["other", "chat"]);
      const opened = once(client, "open");
      const [response] = (await once(client, "upgrade")) as [{ headers: Record<string, unknown> }];
      expect(response.headers["set-cookie"]).toEqual(["a=1", "b=2"]);
      await opened;
      expect([client.protocol, client.extensions]).toEqual(["chat", ""]);
      const sent = ["text €", Buffer.alloc(300_000, 7)];
      for (const message of sent) {
        client.send(message);
        const [back, binary] = (await once(client, "message")) as [Buffer, boolean];
        expect(binary).toBe(typeof message !== "string");
        expect(Buffer.from(message as string).equals(back)).toBe(true);
      }
      client.ping("are you there");
      expect(String((await once(client, "pong"))[0])).toBe("are you there");
      client.close(4001, "done");
      const [code, reason] = (await once(client, "close")) as [number, Buffer];
      expect([code, String(reason)]).toEqual([4001, "done"]);
    });

    test("undici talks, and hears the server's close (W36)", async ({ task }) => {
      Object.assign(task.meta, { host: host.id, part: "clients" });
      const client = new Undici(await url());
      client.binaryType = "arraybuffer";
      await once(client, "open");
      client.send("hello");
      const [text] = (await once(client, "message")) as [MessageEvent];
      expect(text.data).toBe("hello");
      client.send(Buffer.from("bytes"));
      const [bytes] = (await once(client, "message")) as [MessageEvent];
      expect(Buffer.from(bytes.data as ArrayBuffer).toString()).toBe("bytes");
      client.send("!close 4002 enough");
      const [{ code, reason, wasClean }] = (await once(client, "close")) as [CloseEvent];
      expect({ code, reason, wasClean }).toEqual({ code: 4002, reason: "enough", wasClean: true });
    });

    test("fifty clients at once get their own messages back (W28)", async ({ task }) => {
      Object.assign(task.meta, { host: host.id, part: "clients" });
      const target = await url();
      const back = await Promise.all(
        Array.from({ length: 50 }, async (_, i) => {
          const client = new Ws(target);
          await once(client, "open");
          const heard: string[] = [];
          const all = new Promise<void>((resolve) => {
            client.on("message", (data: Buffer) => {
              if (heard.push(String(data)) === 20) resolve();
            });
          });
          for (let n = 0; n < 20; n++) client.send(`${i}-${n}`);
          await all;
          client.terminate();
          return heard;
        }),
      );
      const sent = back.map((_, i) => Array.from({ length: 20 }, (__, n) => `${i}-${n}`));
      expect(back).toEqual(sent);
    });

    // On Workers the platform ends TLS.
    test.skipIf(host.host === "workers")(
      "wss works over TLS and HTTP/1.1 (W53)",
      async ({ task }) => {
        Object.assign(task.meta, { host: host.id, part: "clients" });
        const secure = new AppServer(host, stage, "app", Object.keys(SERVERS), ["tls"]);
        try {
          const port = await secure.port("plain");
          const client = new Ws(`wss://127.0.0.1:${port}/ws`, { rejectUnauthorized: false });
          await once(client, "open");
          client.send("over TLS");
          expect(String((await once(client, "message"))[0])).toBe("over TLS");
          client.close(1000);
          expect((await once(client, "close"))[0]).toBe(1000);
        } finally {
          await secure.stop();
        }
      },
    );

    // Elsewhere the option throws.
    test.skipIf(host.host !== "node")(
      "permessage-deflate is there when it is asked for (W11)",
      async ({ task }) => {
        Object.assign(task.meta, { host: host.id, part: "clients" });
        const client = new Ws(await url("deflate=1"));
        await once(client, "open");
        expect(client.extensions).toMatch(/^permessage-deflate/);
        client.send("!extensions");
        expect(String((await once(client, "message"))[0])).toBe(client.extensions);
        const text = "compressible ".repeat(10_000);
        for (const message of [text, "short"]) {
          client.send(message);
          const [back] = (await once(client, "message")) as [Buffer];
          expect(String(back) === message).toBe(true);
        }
        client.close(1000);
        expect((await once(client, "close"))[0]).toBe(1000);
      },
    );
  });
}
