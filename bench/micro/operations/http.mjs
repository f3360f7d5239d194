/** The messages of node:http without a socket, and the bytes that they carry. */
import { IncomingMessage, ServerResponse, validateHeaderValue } from "node:http";

const asked = { method: "GET", httpVersionMajor: 1, httpVersionMinor: 1, headers: {} };
const type = "text/plain;charset=UTF-8";
const flat = ["content-type", type, "content-length", "13"];
const headers = new Headers({ "content-type": type, "content-length": "13" });
const rawHeaders = ["Host", "127.0.0.1:8000", "User-Agent", "Mozilla/5.0", "Accept", "*/*"].concat(
  ["Accept-Language", "en", "Accept-Encoding", "gzip, br", "Connection", "keep-alive"],
  ["Cookie", "a=b; c=d", "Authorization", "Bearer token"],
);
const text = "0123456789abcdef".repeat(64);
const bytes = Buffer.from(text);
const encoder = new TextEncoder();
const decoder = new TextDecoder();

function response(fill) {
  return () => {
    const made = new ServerResponse(asked);
    fill(made);
    return made;
  };
}

function message(read) {
  return () => {
    const made = new IncomingMessage(null);
    made._addHeaderLines(rawHeaders, rawHeaders.length);
    read(made);
    return made;
  };
}

export const operations = {
  "new IncomingMessage, 8 headers": message(() => undefined),
  "+ read rawHeaders": message((made) => made.rawHeaders[0]),
  "+ read headers": message((made) => made.headers.host),
  "+ read headersDistinct": message((made) => made.headersDistinct.host),
  "+ on(close)": message((made) => made.on("close", response)),
  "new ServerResponse": response(() => undefined),
  "+ on(close)  ": response((made) => made.on("close", response)),
  "+ writeHead(200)": response((made) => made.writeHead(200)),
  "+ writeHead(200, flat)": response((made) => made.writeHead(200, flat)),
  "+ writeHead(200, reason, flat)": response((made) => made.writeHead(200, "OK", flat)),
  "+ writeHead(200, object)": response((made) =>
    made.writeHead(200, { "content-type": type, "content-length": "13" }),
  ),
  "+ writeHead(200, object with a number)": response((made) =>
    made.writeHead(200, { "content-type": type, "content-length": 13 }),
  ),
  "+ writeHead(200, flat), no date": response((made) => {
    made.sendDate = false;
    made.writeHead(200, flat);
  }),
  "+ setHeader twice": response((made) => {
    made.setHeader("content-type", type);
    made.setHeader("content-length", "13");
    made._implicitHeader();
  }),
  "+ setHeaders(Headers)": response((made) => {
    made.setHeaders(headers);
    made._implicitHeader();
  }),
  "+ a head by hand, in _header": response((made) => {
    made._header = `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: 13\r\n\r\n`;
  }),
  validateHeaderValue: () => validateHeaderValue("content-type", type),
  "Buffer.byteLength, 1 KB": () => Buffer.byteLength(text),
  "Buffer.from(text), 1 KB": () => Buffer.from(text),
  "TextEncoder, 1 KB": () => encoder.encode(text),
  "buffer.toString(), 1 KB": () => bytes.toString(),
  "buffer.utf8Slice(), 1 KB": () => bytes.utf8Slice(),
  "buffer.latin1Slice(), 1 KB": () => bytes.latin1Slice(),
  "TextDecoder, 1 KB": () => decoder.decode(bytes),
  "Buffer.concat([1 KB])": () => Buffer.concat([bytes]),
};
