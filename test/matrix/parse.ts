/**
 * Reads HTTP/1.1 responses from bytes, strictly, and keeps what a lenient client would hide.
 *
 * @module
 */
import type { Framing, Message } from "../shared/case.ts";

type MethodOf = (headers: readonly (readonly [string, string])[], rest: string) => string;

/** Takes bytes as they come; one character per byte. */
export class ResponseReader {
  /** Final responses; the last one may be incomplete. */
  readonly messages: Message[] = [];
  /** The 1xx of the response that is still to come. */
  interims: number[] = [];
  /** Bytes that cannot be part of a response. */
  garbage: string | undefined;
  #rest = "";
  #current: Message | undefined;
  #left = 0;
  #methods: string[];
  readonly #methodOf: MethodOf | undefined;

  /**
   * The methods of the requests, in order: a response to HEAD has no body. Where they are not known,
   * `methodOf` tells by a response's fields and what follows them.
   */
  constructor(methods: readonly string[], methodOf?: MethodOf) {
    this.#methods = [...methods];
    this.#methodOf = methodOf;
  }

  /** The method of one more request. */
  expect(method: string): void {
    this.#methods.push(method);
  }

  push(bytes: string): void {
    if (this.garbage !== undefined) this.garbage += bytes;
    else this.#rest += bytes;
    while (this.garbage === undefined && this.#step());
  }

  /** The connection has ended: a body framed by that is whole now. */
  end(): void {
    if (this.#current?.framing === "close") {
      this.#current.complete = true;
      this.#current = undefined;
    }
    if (this.#rest !== "" && this.#current === undefined) this.#spoil();
  }

  /** How many responses are whole. */
  get complete(): number {
    return this.messages.filter((message) => message.complete).length;
  }

  #step(): boolean {
    if (this.#rest === "") return false;
    if (this.#current === undefined) return this.#head();
    const { framing } = this.#current;
    if (framing === "chunked") return this.#chunk(this.#current);
    return this.#plain(this.#current);
  }

  #head(): boolean {
    const end = this.#rest.indexOf("\r\n\r\n");
    if (end < 0) {
      if (!"HTTP/1.".startsWith(this.#rest.slice(0, 7))) this.#spoil();
      return false;
    }
    const [first = "", ...lines] = this.#rest.slice(0, end).split("\r\n");
    const status = /^HTTP\/(1\.[01]) (\d{3})(?: (.*))?$/.exec(first);
    const headers = lines.map((line): [string, string] => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    });
    if (status === null || headers.some(([name]) => !/^[!#$%&'*+.^_`|~\w-]+$/.test(name))) {
      this.#spoil();
      return false;
    }
    this.#rest = this.#rest.slice(end + 4);
    const code = Number(status[2]);
    if (code >= 100 && code < 200 && code !== 101) {
      this.interims.push(code);
      return true;
    }
    this.#begin(status[1] ?? "", code, status[3] ?? "", headers);
    return true;
  }

  #begin(version: string, status: number, reason: string, headers: [string, string][]): void {
    const method = this.#methodOf?.(headers, this.#rest) ?? this.#methods.shift() ?? "GET";
    const [framing, length] = framingOf(method, status, headers);
    const { interims } = this;
    this.interims = [];
    const complete = framing === "none" || (framing === "length" && length === 0);
    const message = { version, status, reason, headers, framing, body: "", complete, interims };
    this.messages.push(message);
    this.#left = framing === "chunked" ? -1 : length;
    this.#current = complete ? undefined : message;
  }

  #plain(message: Message): boolean {
    const take = message.framing === "length" ? this.#left : this.#rest.length;
    const piece = this.#rest.slice(0, take);
    message.body += piece;
    this.#rest = this.#rest.slice(piece.length);
    this.#left -= piece.length;
    if (message.framing === "length" && this.#left === 0) this.#finish(message);
    return true;
  }

  // #left: -1 before a size line, -2 in the trailers, else bytes of the chunk with its CRLF.
  #chunk(message: Message): boolean {
    if (this.#left < 0) {
      const end = this.#rest.indexOf("\r\n");
      if (end < 0) return false;
      const line = this.#rest.slice(0, end);
      this.#rest = this.#rest.slice(end + 2);
      if (this.#left === -2) {
        if (line === "") this.#finish(message);
        return true;
      }
      if (!/^[\da-fA-F]+(;.*)?$/.test(line)) {
        this.#rest = `${line}\r\n${this.#rest}`;
        this.#spoil();
        return false;
      }
      const size = Number.parseInt(line, 16);
      this.#left = size === 0 ? -2 : size + 2;
      return true;
    }
    const data = Math.max(this.#left - 2, 0);
    const piece = this.#rest.slice(0, this.#left);
    message.body += piece.slice(0, data);
    this.#rest = this.#rest.slice(piece.length);
    this.#left -= piece.length;
    if (this.#left === 0) this.#left = -1;
    return true;
  }

  #finish(message: Message): void {
    message.complete = true;
    this.#current = undefined;
  }

  #spoil(): void {
    this.garbage = this.#rest;
    this.#rest = "";
  }
}

/** RFC 9112 6.3. */
function framingOf(
  method: string,
  status: number,
  headers: readonly (readonly [string, string])[],
): [Framing, number] {
  const values = (name: string): string[] =>
    headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
  if (method === "HEAD" || status === 204 || status === 304) return ["none", 0];
  if (values("transfer-encoding").some((value) => /chunked\s*$/i.test(value)))
    return ["chunked", 0];
  const [length] = values("content-length");
  return length === undefined ? ["close", 0] : ["length", Number(length)];
}
