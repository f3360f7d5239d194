/**
 * The ways that one request can be asked: HTTP/1 and HTTP/2, in cleartext and over TLS.
 *
 * @module
 */
import { Agent, request as askPlainly, type IncomingMessage, type RequestOptions } from "node:http";
import { connect, type ClientHttp2Session } from "node:http2";
import { Agent as SecureAgent, request as askSecurely } from "node:https";

/**
 * A protocol, with or without TLS. Most clients of HTTP/2 say GOAWAY when they go; that of Node.js, and
 * whoever builds on it, also answers the server's with one at once, as "away" do.
 */
export type WayName = "h1" | "tls" | "h2c" | "h2" | "h2c-away" | "h2-away";

/** What became of one request. */
export type Fate = "whole" | "refused" | "broken" | "wrong";

/** One kind of request. */
export interface Kind {
  readonly path: string;
  /** The body of the right answer. */
  readonly answer: string | ((body: string) => boolean);
  /** Sent in two parts, some milliseconds apart. */
  readonly upload?: string;
  readonly status?: number;
}

/** One client's connection, or some of them. */
export interface Way {
  ask(kind: Kind, id: string): Promise<Fate>;
  end(): void;
}

/** The connections of one client. */
export function wayTo(name: WayName, ports: ReadonlyMap<string, number>): Way {
  const secure = name === "tls" || (name.startsWith("h2") && !name.startsWith("h2c"));
  const port = ports.get(secure ? "tls" : "plain") ?? 0;
  return name === "h1" || name === "tls"
    ? new Http1(port, secure)
    : new Http2(`${secure ? "https" : "http"}://127.0.0.1:${port}`, name.endsWith("-away"));
}

function fateOf({ answer, status = 200 }: Kind, got: number | undefined, body: string): Fate {
  const right = typeof answer === "string" ? body === answer : answer(body);
  return got === status && right ? "whole" : "wrong";
}

/** The upload in two parts. */
function send(
  to: { write(text: string): unknown; end(text?: string): unknown },
  upload?: string,
): void {
  if (upload === undefined) to.end();
  else {
    to.write(upload.slice(0, upload.length / 2));
    setTimeout(() => to.end(upload.slice(upload.length / 2)), 5);
  }
}

class Http1 implements Way {
  readonly #port: number;
  readonly #secure: boolean;
  readonly #agent: Agent;

  constructor(port: number, secure: boolean) {
    this.#port = port;
    this.#secure = secure;
    this.#agent = secure
      ? new SecureAgent({ keepAlive: true, rejectUnauthorized: false })
      : new Agent({ keepAlive: true });
  }

  ask(kind: Kind, id: string): Promise<Fate> {
    const { path, upload } = kind;
    return new Promise((resolve) => {
      const options: RequestOptions = {
        host: "127.0.0.1",
        port: this.#port,
        path,
        method: upload === undefined ? "GET" : "POST",
        agent: this.#agent,
        headers: { "x-id": id, ...(upload && { "content-length": upload.length }) },
      };
      const request = this.#secure ? askSecurely(options) : askPlainly(options);
      request.on("error", (error: NodeJS.ErrnoException) => {
        resolve(error.code === "ECONNREFUSED" ? "refused" : "broken");
      });
      request.on("response", (response: IncomingMessage) => {
        let body = "";
        response.setEncoding("latin1").on("data", (text: string) => (body += text));
        response.on("error", () => resolve("broken"));
        response.on("end", () => {
          resolve(response.complete ? fateOf(kind, response.statusCode, body) : "broken");
        });
      });
      send(request, upload);
    });
  }

  end(): void {
    this.#agent.destroy();
  }
}

class Http2 implements Way {
  readonly #url: string;
  #session: ClientHttp2Session | undefined;
  readonly #answers: boolean;
  #refused = false;

  /** @param answers Whether it answers GOAWAY with GOAWAY. */
  constructor(url: string, answers: boolean) {
    this.#url = url;
    this.#answers = answers;
  }

  ask(kind: Kind, id: string): Promise<Fate> {
    const { path, upload } = kind;
    return new Promise((resolve) => {
      const session = this.#open();
      const lost = (): void => resolve(this.#refused ? "refused" : "broken");
      try {
        const stream = session.request({
          ":path": path,
          ":method": upload === undefined ? "GET" : "POST",
          "x-id": id,
        });
        let body = "";
        let status: number | undefined;
        stream.on("response", (headers) => (status = headers[":status"]));
        stream.setEncoding("latin1").on("data", (text: string) => (body += text));
        stream.on("error", () => {}); // it is closed then
        stream.on("close", () => {
          if (stream.rstCode === 0 && stream.readableEnded) resolve(fateOf(kind, status, body));
          else setTimeout(lost, 1); // the session tells why
        });
        send(stream, upload);
      } catch {
        setTimeout(lost, 1); // GOAWAY has come: the next one asks on another connection
      }
    });
  }

  #open(): ClientHttp2Session {
    const { closed = true, destroyed = true } = this.#session ?? {};
    if (!closed && !destroyed) return this.#session!;
    this.#session = connect(this.#url, { rejectUnauthorized: false });
    if (!this.#answers) this.#session.goaway = () => {}; // its own close() calls it
    this.#session.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED") this.#refused = true;
    });
    return this.#session;
  }

  end(): void {
    this.#session?.close();
  }
}
