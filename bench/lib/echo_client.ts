/** Clients that send a message and wait until it has come back: as little as a client can be. */
import { connect, type Socket } from "node:net";

const HANDSHAKE =
  "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
const MASK = [0x37, 0xfa, 0x21, 0x3d];

/** A masked frame, made once. */
function frame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const head = length < 126 ? [0x80 | length] : [0xfe, length >> 8, length & 255];
  const masked = payload.map((byte, i) => byte ^ MASK[i % 4]!);
  return Buffer.concat([Buffer.from([0x80 | opcode, ...head, ...MASK]), masked]);
}

/** What is sent, and how many bytes come back for it. */
export interface Message {
  readonly name: string;
  readonly bytes: Buffer;
  readonly back: number;
}

export function message(name: string, opcode: 1 | 2, size: number): Message {
  return {
    name,
    bytes: frame(opcode, Buffer.alloc(size, 97)),
    back: size + (size < 126 ? 2 : 4),
  };
}

/** One connection, open. */
export class EchoClient {
  readonly #socket: Socket;
  #message: Message | undefined;
  #left = 0;
  /** How many messages have come back. */
  count = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk) => {
      this.#left -= chunk.length;
      if (this.#left > 0 || this.#message === undefined) return;
      this.count++;
      this.#next();
    });
  }

  /** Sends until it is told to stop. */
  run(what: Message): void {
    this.#message = what;
    if (this.#left <= 0) this.#next();
  }

  stop(): void {
    this.#message = undefined;
  }

  close(): void {
    this.#socket.destroy();
  }

  #next(): void {
    if (this.#message === undefined) return;
    this.#left = this.#message.back;
    this.#socket.write(this.#message.bytes);
  }
}

/** Connects, and waits for the 101. */
export function open(port: number): Promise<EchoClient> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    socket.once("error", reject);
    socket.once("data", (head: Buffer) => {
      if (head.subarray(0, 12).toString() === "HTTP/1.1 101") resolve(new EchoClient(socket));
      else reject(new Error(`Cannot open a socket: ${head.toString().slice(0, 60)}`));
    });
    socket.write(HANDSHAKE);
  });
}
