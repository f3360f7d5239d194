/**
 * What a server makes of some bytes: the responses it gave, and whether it is alive.
 *
 * @module
 */
import { connect } from "node:net";
import { ResponseReader } from "../../test/matrix/parse.ts";

/** One server's view. */
export interface Verdict {
  /** Per response: its status, or "2xx" with what the handler saw. */
  readonly responses: readonly string[];
  /** Bytes that are no response. */
  readonly garbage: boolean;
}

/** How long a silent server is waited for: it may be waiting for more bytes. */
const PATIENCE = 60;

/** Sends the bytes, then FIN, and reads until the server has ended or says nothing more. */
export function ask(port: number, bytes: string): Promise<Verdict> {
  return new Promise((resolve) => {
    const methods = Array.from(
      bytes.matchAll(/(GET|POST|PUT|HEAD|OPTIONS|DELETE|PATCH) /g),
      ([, m = ""]) => m,
    );
    const reader = new ResponseReader(methods);
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    socket.setEncoding("latin1");
    let timer = setTimeout(done, PATIENCE * 5);
    function done(): void {
      clearTimeout(timer);
      socket.destroy();
      resolve({
        responses: reader.messages.map(describe),
        garbage: reader.garbage !== undefined,
      });
    }
    socket.on("data", (text: unknown) => {
      reader.push(String(text));
      clearTimeout(timer);
      timer = setTimeout(done, PATIENCE);
    });
    socket.on("end", () => {
      reader.end();
      done();
    });
    socket.on("error", done);
    socket.write(bytes, "latin1");
  });
}

interface Message {
  status: number;
  body: string;
  complete: boolean;
}

/** Accepted with what was seen, or refused; the very code of a refusal is a host's own. */
function describe({ status, body }: Message): string {
  if (status >= 400) return "refused";
  if (body === "") return String(status);
  try {
    const seen = JSON.parse(body) as {
      method: string;
      pathname: string;
      search: string;
      body: string;
    };
    return `${seen.method} ${seen.pathname}${seen.search} <${seen.body}>`;
  } catch {
    return `${status} ${body.slice(0, 40)}`;
  }
}

/** The same for the purpose of comparison. */
export function same(a: Verdict, b: Verdict): boolean {
  return a.garbage === b.garbage && a.responses.join("|") === b.responses.join("|");
}
