/** Ways to send 16 chunks of 16 KB with node:http. */
const chunk = Buffer.alloc(16 * 1024, 97);
const view = new Uint8Array(16 * 1024).fill(97);
const headers = ["content-type", "application/octet-stream"];
const count = 16;

function drained(response, piece, end = () => response.end()) {
  let left = count;
  const pump = () => {
    while (left > 0) {
      left -= 1;
      if (!response.write(piece) && left > 0) {
        response.once("drain", pump);
        return;
      }
    }
    end();
  };
  pump();
}

function source() {
  let left = count;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(view);
      left -= 1;
      if (left === 0) controller.close();
    },
  });
}

async function pumpReader(response, write) {
  const reader = source().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (!write(value)) await new Promise((resolve) => response.once("drain", resolve));
  }
  response.end();
}

function buffer(bytes) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export const variants = {
  drain: (_request, response) => {
    response.writeHead(200, headers);
    drained(response, chunk);
  },
  "drain-view": (_request, response) => {
    response.writeHead(200, headers);
    drained(response, view);
  },
  "no-drain": (_request, response) => {
    response.writeHead(200, headers);
    for (let i = 0; i < count; i += 1) response.write(chunk);
    response.end();
  },
  length: (_request, response) => {
    response.writeHead(200, [...headers, "content-length", String(count * chunk.length)]);
    drained(response, chunk);
  },
  "length-no-drain": (_request, response) => {
    response.writeHead(200, [...headers, "content-length", String(count * chunk.length)]);
    for (let i = 0; i < count; i += 1) response.write(chunk);
    response.end();
  },
  "one-end": (_request, response) => {
    response.writeHead(200, headers);
    response.end(Buffer.alloc(count * chunk.length, 97));
  },
  "high-water-256k": {
    options: { highWaterMark: 256 * 1024 },
    listener: (_request, response) => {
      response.writeHead(200, headers);
      drained(response, chunk);
    },
  },
  "corked-drain": (_request, response) => {
    response.writeHead(200, headers);
    response.cork();
    drained(response, chunk);
    response.uncork();
  },
  web: (_request, response) => {
    response.writeHead(200, headers);
    void pumpReader(response, (bytes) => response.write(bytes));
  },
  "web-buffer": (_request, response) => {
    response.writeHead(200, headers);
    void pumpReader(response, (bytes) => response.write(buffer(bytes)));
  },
  "web-then": (_request, response) => {
    response.writeHead(200, headers);
    const reader = source().getReader();
    const next = ({ done, value }) => {
      if (done) response.end();
      else if (response.write(value)) void reader.read().then(next);
      else response.once("drain", () => reader.read().then(next));
    };
    void reader.read().then(next);
  },
  "web-no-drain": (_request, response) => {
    response.writeHead(200, headers);
    void pumpReader(response, (bytes) => (response.write(bytes), true));
  },
  "web-corked": (_request, response) => {
    // What the source gives without waiting for anything goes out in one system call.
    response.writeHead(200, headers);
    let held = false;
    void pumpReader(response, (bytes) => {
      if (!held) {
        held = true;
        response.cork();
        setImmediate(() => {
          held = false;
          response.uncork();
        });
      }
      return response.write(bytes) || response.writableLength < 128 * 1024;
    });
  },
  "web-high-water-256k": {
    options: { highWaterMark: 256 * 1024 },
    listener: (_request, response) => {
      response.writeHead(200, headers);
      void pumpReader(response, (bytes) => response.write(bytes));
    },
  },
  "web-for-await": async (_request, response) => {
    response.writeHead(200, headers);
    for await (const bytes of source()) {
      if (!response.write(bytes)) await new Promise((resolve) => response.once("drain", resolve));
    }
    response.end();
  },
};
