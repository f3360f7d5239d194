/** Ways to read a body of 1 KB with node:http and to send it back as text. */
const type = "text/plain;charset=UTF-8";

function answer(response, text) {
  response.writeHead(200, [
    "content-type",
    type,
    "content-length",
    String(Buffer.byteLength(text)),
  ]);
  response.end(text);
}

/** Most bodies come in one piece: no copy for those. */
function joined(parts) {
  return (parts.length === 1 ? parts[0] : Buffer.concat(parts)).utf8Slice();
}

const decoder = new TextDecoder();

export const variants = {
  concat: (request, response) => {
    const parts = [];
    request.on("data", (data) => parts.push(data));
    request.on("end", () => {
      const text = Buffer.concat(parts).toString("utf8");
      response.writeHead(200, { "content-type": type, "content-length": Buffer.byteLength(text) });
      response.end(text);
    });
  },
  "concat-flat": (request, response) => {
    const parts = [];
    request.on("data", (data) => parts.push(data));
    request.on("end", () => answer(response, Buffer.concat(parts).toString("utf8")));
  },
  "one-piece": (request, response) => {
    const parts = [];
    request.on("data", (data) => parts.push(data));
    request.on("end", () => answer(response, joined(parts)));
  },
  "one-piece-decoder": (request, response) => {
    const parts = [];
    request.on("data", (data) => parts.push(data));
    request.on("end", () => answer(response, decoder.decode(parts[0])));
  },
  "by-length": (request, response) => {
    // The last byte that was declared ends the body: no need to wait for "end".
    let left = Number(request.headers["content-length"]);
    const parts = [];
    request.on("data", (data) => {
      parts.push(data);
      left -= data.length;
      if (left === 0) answer(response, joined(parts));
    });
  },
  "set-encoding": (request, response) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (data) => (text += data));
    request.on("end", () => answer(response, text));
  },
  readable: (request, response) => {
    const parts = [];
    request.on("readable", () => {
      for (let data = request.read(); data !== null; data = request.read()) parts.push(data);
    });
    request.on("end", () => answer(response, joined(parts)));
  },
  "for-await": async (request, response) => {
    const parts = [];
    for await (const data of request) parts.push(data);
    answer(response, joined(parts));
  },
  promise: async (request, response) => {
    const text = await new Promise((resolve, reject) => {
      const parts = [];
      request.on("data", (data) => parts.push(data));
      request.on("end", () => resolve(joined(parts)));
      request.on("error", reject);
    });
    answer(response, text);
  },
  "bytes-back": (request, response) => {
    const parts = [];
    request.on("data", (data) => parts.push(data));
    request.on("end", () => {
      response.writeHead(200, ["content-type", type, "content-length", String(parts[0].length)]);
      response.end(parts[0]);
    });
  },
  "utf8-once": (request, response) => {
    // Encoded once, instead of once for the length and once for the socket.
    const parts = [];
    request.on("data", (data) => parts.push(data));
    request.on("end", () => {
      const bytes = Buffer.from(joined(parts));
      response.writeHead(200, ["content-type", type, "content-length", String(bytes.length)]);
      response.end(bytes);
    });
  },
  latin1: (request, response) => {
    // As many bytes as characters: ASCII, which latin-1 writes without a look at each.
    const parts = [];
    request.on("data", (data) => parts.push(data));
    request.on("end", () => {
      const text = joined(parts);
      const length = Buffer.byteLength(text);
      response.writeHead(200, ["content-type", type, "content-length", String(length)]);
      response.end(text, length === text.length ? "latin1" : "utf8");
    });
  },
};
