/**
 * Clients of HTTP/3 that leave at every stage of a request, a hundred of them (H22, R37, R60, P36).
 * The client is the platform's own: its streams are reset; the head of one is never cut.
 *
 * @module
 */
import { TEST_CERTIFICATE } from "../certificate.ts";
import { type InsideCase, LOCAL, settledWithin, sleep, urlOf } from "../inside/case.ts";
import { appOf, type Ledger, QUIET } from "./hostile.ts";

/** How far a client goes: what it asks for, and how it knows that it is there. */
const STAGES: Readonly<Record<string, { title: string; path: string; body?: true }>> = {
  upload: { title: "in the middle of an upload", path: "/upload", body: true },
  wait: { title: "before the answer", path: "/wait" },
  stream: { title: "in the middle of a streamed answer", path: "/stream" },
};

const [CLIENTS, AT_ONCE] = [100, 20];

/** A body that begins, and goes on only when the client has left. */
const begun = (): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode("begin")),
  });

export const hostileHttp3Cases: readonly InsideCase[] = Object.entries(STAGES).map(
  ([stage, { title, path, body }]) => ({
    id: `H22.leave-${stage}`,
    title: `a hundred clients of HTTP/3 that leave ${title} leave nothing under way`,
    needs: "http3",
    ceiling: 20_000,
    run: async (api) => {
      const ledger: Ledger = { entered: 0, ended: 0, cancelled: 0, rejected: 0 };
      const options = { ...LOCAL, ...TEST_CERTIFICATE, http3: true };
      const failing = { onError: () => new Response(null, { status: 500 }) };
      const server = api.serve({ ...options, ...failing }, appOf(ledger));
      const ask = (to: string, init: RequestInit = {}): Promise<Response> => {
        const url = urlOf(server, to).replace("http:", "https:");
        const how = { ...init, protocol: "http3", tls: { rejectUnauthorized: false } };
        return api.natives.fetch(url, how as RequestInit);
      };
      const visit = async (): Promise<void> => {
        const leave = new AbortController();
        const { entered } = ledger;
        const asked = ask(path, {
          signal: leave.signal,
          ...(body ? { method: "POST", body: begun(), duplex: "half" } : {}),
        } as RequestInit);
        asked.catch(() => {});
        if (stage === "stream") await (await asked).body?.getReader().read();
        else for (let i = 0; i < 100 && ledger.entered === entered; i++) await sleep(5);
        await sleep(5);
        leave.abort();
        await settledWithin(asked, 1000);
      };
      for (let done = 0; done < CLIENTS; done += AT_ONCE) {
        await Promise.all(Array.from({ length: AT_ONCE }, visit));
      }
      const deadline = performance.now() + 5000;
      while (ledger.ended < ledger.entered && performance.now() < deadline) await sleep(10);
      const next = await (await ask("/ok")).text();
      const drained = await settledWithin(server.shutdown(), 3000);
      const { entered, ended, cancelled, rejected } = ledger;
      const heard = body ? rejected : cancelled;
      return { entered, pending: entered - ended, heard, next, drained };
    },
    expect: { entered: CLIENTS, pending: 0, heard: CLIENTS, next: "fine", drained: "resolved" },
    stderr: QUIET,
  }),
);
