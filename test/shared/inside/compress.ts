/**
 * Section 10 of the contract: the options of compression, and `explainCompression()` (E05).
 *
 * @module
 */
import type { CompressionOptions, ServeOptions } from "../../../src/core/types.ts";
import {
  hello,
  LOCAL,
  thrown,
  toolsOf,
  withServer,
  type InsideApi,
  type InsideCase,
} from "./case.ts";

const TEXT = "The quick brown fox jumps over the lazy dog. ".repeat(4);

const request = (accept?: string): Request =>
  new Request(
    "http://localhost/",
    accept === undefined ? {} : { headers: { "accept-encoding": accept } },
  );

/** Responses are known by what they were made of from the first server on. */
const started = ({ serve, listens }: InsideApi): void => {
  void serve(listens ? LOCAL : {}, hello).shutdown();
};

const explained = (
  id: string,
  title: string,
  what: { accept?: string; make: () => Response; options?: CompressionOptions },
  expect: object,
): InsideCase => ({
  id: `E05.${id}`,
  title,
  run: (api) => {
    started(api);
    const { accept, make, options } = what;
    return options === undefined
      ? api.explainCompression(request(accept), make())
      : api.explainCompression(request(accept), make(), { compression: options });
  },
  expect,
});

const refused = (id: string, title: string, compression: unknown, expect: object): InsideCase => ({
  id: `E05.${id}`,
  title,
  run: ({ serve, listens }) =>
    thrown(() => serve({ ...(listens ? LOCAL : {}), compression } as ServeOptions, hello)),
  expect,
});

/** The head of the answer to one request over a connection of its own. */
async function headOf(api: InsideApi, options: ServeOptions, accept: string): Promise<string> {
  const server = api.serve({ ...LOCAL, ...options }, () => new Response(TEXT));
  return withServer(server, async ({ addr }) => {
    const client = await toolsOf(api).connect(addr);
    client.send(
      `GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: ${accept}\r\nConnection: close\r\n\r\n`,
    );
    return (await client.closed).split("\r\n\r\n")[0]!.toLowerCase();
  });
}

const sent = (
  id: string,
  title: string,
  options: ServeOptions,
  accept: string,
  expect: RegExp,
): InsideCase => ({
  id: `E05.${id}`,
  title,
  needs: "listen",
  run: (api) => headOf(api, options, accept),
  expect,
});

export const compressCases: readonly InsideCase[] = [
  explained(
    "explain",
    "explainCompression() tells the coding, which is also the reason",
    { accept: "gzip, br", make: () => new Response(TEXT) },
    { encoding: "br", vary: true, reason: "br" },
  ),
  explained(
    "explain-opt-out",
    "explainCompression() tells why nothing is compressed",
    {
      accept: "br",
      make: () => new Response(TEXT, { headers: { "cache-control": "no-transform" } }),
    },
    { encoding: null, vary: false, reason: "skipped: cache-control no-transform" },
  ),
  explained(
    "explain-identity",
    "explainCompression() tells that the request has asked for nothing",
    { make: () => new Response(TEXT) },
    { encoding: null, vary: true, reason: "skipped: accept-encoding is missing" },
  ),
  explained(
    "explain-small",
    "explainCompression() knows the size of a text, in bytes",
    { accept: "br", make: () => new Response("é".repeat(32)) },
    { encoding: null, vary: false, reason: "skipped: not larger than 64 bytes" },
  ),
  explained(
    "explain-bytes",
    "explainCompression() knows the size of bytes",
    {
      accept: "br",
      make: () => new Response(new Uint8Array(64), { headers: { "content-type": "text/css" } }),
    },
    { encoding: null, vary: false, reason: "skipped: not larger than 64 bytes" },
  ),
  explained(
    "explain-stream",
    "explainCompression() takes a stream for one",
    {
      accept: "gzip",
      make: () =>
        new Response(new ReadableStream(), { headers: { "content-type": "text/event-stream" } }),
    },
    { encoding: "gzip", vary: true, reason: "gzip" },
  ),
  explained(
    "explain-null",
    "explainCompression() knows that there is no body",
    { accept: "gzip", make: () => new Response(null, { headers: { "content-type": "text/css" } }) },
    { encoding: null, vary: false, reason: "skipped: no body" },
  ),
  explained(
    "explain-options",
    "explainCompression() takes the options of serve()",
    { accept: "gzip, br", make: () => new Response(TEXT), options: { encodings: ["gzip"] } },
    { encoding: "gzip" },
  ),
  {
    id: "E05.explain-off",
    title: "explainCompression() knows that compression is off",
    run: ({ explainCompression }) =>
      explainCompression(request("br"), new Response(TEXT), { automaticCompression: false }),
    expect: { encoding: null, vary: false, reason: "skipped: automaticCompression is off" },
  },
  {
    id: "E05.explain-pure",
    title: "explainCompression() changes nothing",
    run: async (api) => {
      started(api);
      const response = new Response(TEXT, { headers: { etag: '"a"' } });
      api.explainCompression(request("br"), response);
      const { bodyUsed, headers } = response;
      return [bodyUsed, headers.get("etag"), headers.get("vary"), (await response.text()) === TEXT];
    },
    expect: [false, '"a"', null, true],
  },
  {
    id: "E05.capability",
    title: "the capability says which codings there are, the preferred first",
    run: ({ serve, listens }) => {
      const server = serve(listens ? LOCAL : {}, hello);
      void server.shutdown();
      return server.capabilities.compression.slice(0, 2);
    },
    expect: ["br", "gzip"],
  },
  {
    id: "E05.zstd",
    title: "zstd is taken exactly where the capability names it, and refused by name elsewhere",
    run: ({ serve, listens }) => {
      const address = listens ? LOCAL : {};
      const server = serve(address, hello);
      void server.shutdown();
      const can = server.capabilities.compression.includes("zstd");
      const error = thrown(
        () =>
          void serve({ ...address, compression: { encodings: ["zstd", "br"] } }, hello).shutdown(),
      ) as { code?: string } | string;
      return can
        ? error === "nothing thrown"
        : typeof error === "object" && error.code === "ERR_OPTION_UNSUPPORTED";
    },
    expect: true,
  },
  {
    id: "E05.level",
    title: "a level is taken where the encoder is ours, and refused where it is the platform's",
    run: ({ serve, listens }) => {
      const options = { ...(listens ? LOCAL : {}), compression: { level: { br: 5 } } };
      const error = thrown(() => void serve(options, hello).shutdown());
      if (listens) return error === "nothing thrown";
      return (error as { code: string }).code === "ERR_OPTION_UNSUPPORTED";
    },
    expect: true,
  },
  refused("shape", "a compression that is no object is refused", true, {
    code: "ERR_COMPRESSION_INVALID",
    instanceOf: "TypeError",
  }),
  refused(
    "unknown",
    "a coding that nobody knows is refused",
    { encodings: ["deflate"] },
    {
      code: "ERR_COMPRESSION_INVALID",
      instanceOf: "TypeError",
    },
  ),
  refused(
    "range",
    "a level out of range is refused",
    { level: { br: 12 } },
    {
      code: "ERR_COMPRESSION_OUT_OF_RANGE",
      instanceOf: "RangeError",
    },
  ),
  refused(
    "types",
    "types that are none are refused",
    { types: ["html"] },
    {
      code: "ERR_COMPRESSION_INVALID",
      instanceOf: "TypeError",
    },
  ),
  sent(
    "encodings",
    "the codings are those of the option",
    { compression: { encodings: ["gzip"] } },
    "br, gzip",
    /content-encoding: gzip/,
  ),
  sent(
    "order",
    "at equal weights the first of the option is sent",
    { compression: { encodings: ["gzip", "br"] } },
    "br, gzip",
    /content-encoding: gzip/,
  ),
  sent(
    "threshold",
    "the threshold is that of the option",
    { compression: { threshold: 10_000 } },
    "br",
    /^(?![^]*content-encoding)(?![^]*vary)/,
  ),
  sent(
    "list",
    "the types are those of the option",
    { compression: { types: ["application/*"] } },
    "br",
    /^(?![^]*content-encoding)/,
  ),
  sent(
    "function",
    "a function decides on types",
    { compression: { types: (type, listed) => type === "text/plain" && listed } },
    "br",
    /content-encoding: br/,
  ),
  {
    id: "C01.null",
    title: "automaticCompression: null and undefined leave it on",
    needs: "listen",
    run: async (api) => [
      await headOf(api, { automaticCompression: undefined }, "gzip"),
      await headOf(api, { automaticCompression: null } as unknown as ServeOptions, "gzip"),
      await headOf(api, { compression: null }, "gzip"),
    ],
    expect: [/content-encoding: gzip/, /content-encoding: gzip/, /content-encoding: gzip/],
  },
];
