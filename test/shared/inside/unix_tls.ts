/**
 * A unix socket with a certificate: HTTPS, or refused, but never HTTP without a word.
 *
 * @module
 */
import { TEST_CERTIFICATE } from "../certificate.ts";
import type { InsideApi, InsideCase } from "./case.ts";
import { described, hello, toolsOf } from "./case.ts";

const GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

/** What a client without TLS gets. */
async function plainly(api: InsideApi): Promise<unknown> {
  const path = toolsOf(api).path("secure.sock");
  let server;
  try {
    server = api.serve({ path, ...TEST_CERTIFICATE, onListen: () => {} }, hello);
  } catch (error) {
    const { code } = described(error) as { code?: string };
    return code === "ERR_OPTION_UNSUPPORTED" ? "no answer" : described(error);
  }
  try {
    const client = await toolsOf(api).connect({ transport: "unix", path });
    client.send(GET);
    const answer = await client.closed;
    return answer.includes("200") ? answer : "no answer";
  } finally {
    await server.shutdown();
  }
}

export const unixTlsCases: readonly InsideCase[] = [
  {
    id: "E04.cert-path",
    title: "a certificate with a path is honoured or refused: no client is answered without TLS",
    needs: "listen",
    run: plainly,
    expect: "no answer",
  },
];
