/** One request at a time, to see that a subject answers rightly before it is timed. */
import { request } from "node:http";
import type { Answer, Exchange, Scenario } from "./scenarios.ts";

function ask(port: number, exchange: Exchange): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method, target, headers, body } = exchange;
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const asked = request(
      {
        host: "127.0.0.1",
        port,
        method,
        path: target,
        agent: false,
        timeout: 5000,
        headers: { ...headers, ...length },
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers as Record<string, string | undefined>,
            body: Buffer.concat(parts),
          }),
        );
      },
    );
    asked.on("timeout", () => asked.destroy(new Error("no answer within 5 s")));
    asked.on("error", reject);
    asked.end(body);
  });
}

export interface Verdict {
  readonly complaint?: string;
  /** How the body was delimited: of two right answers one may be the dearer. */
  readonly framing: "length" | "chunked" | "close";
}

/** Checks every exchange of a scenario, the timed one twice: a second answer may differ. */
export async function verify(port: number, scenario: Scenario): Promise<Verdict> {
  let framing: Verdict["framing"] = "close";
  for (const exchange of [...(scenario.also ?? []), scenario.exchange, scenario.exchange]) {
    let answer: Answer;
    try {
      answer = await ask(port, exchange);
    } catch (error) {
      return { complaint: `${exchange.method} ${exchange.target}: ${String(error)}`, framing };
    }
    if (answer.headers["transfer-encoding"] !== undefined) framing = "chunked";
    else framing = answer.headers["content-length"] === undefined ? "close" : "length";
    const complaint =
      answer.status === 200 ? scenario.complaint(answer, exchange) : `status ${answer.status}`;
    if (complaint !== undefined) {
      return { complaint: `${exchange.method} ${exchange.target}: ${complaint}`, framing };
    }
  }
  return { framing };
}
