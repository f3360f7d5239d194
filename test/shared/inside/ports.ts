/**
 * Section 1 of the contract: the option `port`.
 *
 * @module
 */
import type { ServeOptions } from "../../../src/core/types.ts";
import { between } from "../match.ts";
import {
  addrOf,
  hello,
  type InsideApi,
  type InsideCase,
  LOCAL,
  thrown,
  withServer,
} from "./case.ts";

/** A port that is free: one that the system just gave and took back. */
async function freePort(api: InsideApi): Promise<number> {
  const addr = await addrOf(api, LOCAL);
  return addr.transport === "tcp" ? addr.port : 0;
}

const refused = (
  clause: string,
  id: string,
  port: unknown,
  name: string,
  message: string,
): InsideCase => ({
  id: `${clause}.${id}`,
  title: `the port ${typeof port === "string" ? JSON.stringify(port) : String(port)} (${typeof port}) throws: ${message}`,
  run: ({ serve }) => thrown(() => serve({ port: port as number }, hello)),
  expect: {
    name,
    message,
    instanceOf: name,
    code: name === "RangeError" ? "ERR_PORT_OUT_OF_RANGE" : "ERR_PORT_INVALID",
  },
});

const spelled = (id: string, how: string, spell: (port: number) => string): InsideCase => ({
  id: `S08.${id}`,
  title: `a port may be given as ${how}`,
  needs: "listen",
  run: async (api) => {
    const port = await freePort(api);
    const addr = await addrOf(api, { ...LOCAL, port: spell(port) });
    return addr.transport === "tcp" && addr.port === port;
  },
  expect: true,
});

const defaulted = (id: string, what: string, options: ServeOptions): InsideCase => ({
  id: `S06.${id}`,
  title: `the port is 8000 with ${what}`,
  needs: "listen",
  run: async (api) => {
    try {
      const addr = await addrOf(api, { hostname: "127.0.0.1", ...options });
      return addr.transport === "tcp" ? addr.port : addr;
    } catch (error) {
      // Taken by somebody else: then this must be what it says.
      return (error as { code?: string }).code === "EADDRINUSE" ? 8000 : String(error);
    }
  },
  expect: 8000,
});

export const portCases: readonly InsideCase[] = [
  defaulted("absent", "no port", {}),
  defaulted("undefined", "port: undefined", { port: undefined }),
  defaulted("null", "port: null", { port: null }),
  {
    id: "S07.ephemeral",
    title: "port 0 binds a free port that addr and onListen tell",
    needs: "listen",
    run: (api) => {
      let told: unknown;
      const server = api.serve(
        { ...LOCAL, onListen: (addr) => (told = addr.transport === "tcp" && addr.port) },
        hello,
      );
      return withServer(server, ({ addr }) => ({
        port: addr.transport === "tcp" && addr.port,
        same: told === (addr.transport === "tcp" && addr.port),
      }));
    },
    expect: { port: between(1, 65535), same: true },
  },
  spelled("decimal", "a decimal string", String),
  spelled("spaces", "a string with spaces around", (port) => ` ${port} `),
  spelled("hex", "a hexadecimal string", (port) => `0x${port.toString(16)}`),
  spelled("exponent", "a string with an exponent", (port) => `${port}e0`),
  {
    id: "S08.zero",
    title: 'the port "0" is a free port',
    needs: "listen",
    run: async (api) => (await addrOf(api, { ...LOCAL, port: "0" })) as unknown,
    expect: { port: between(1, 65535) },
  },
  refused("S09", "fraction", 45.5, "TypeError", "Invalid port: 45.5"),
  refused("S09", "nan", Number.NaN, "TypeError", "Invalid port: NaN"),
  refused("S09", "infinity", Number.POSITIVE_INFINITY, "TypeError", "Invalid port: Infinity"),
  refused("S09", "word", "fds", "TypeError", "Invalid port: 'fds'"),
  refused("S09", "empty", "", "TypeError", "Invalid port: ''"),
  refused("S09", "blank", "  ", "TypeError", "Invalid port: '  '"),
  refused("S09", "fraction-string", "45.5", "TypeError", "Invalid port: 45.5"),
  refused("S10", "negative", -42, "RangeError", "Invalid port (out of range): -42"),
  refused("S10", "minus-one", -1, "RangeError", "Invalid port (out of range): -1"),
  refused("S10", "above", 65_536, "RangeError", "Invalid port (out of range): 65536"),
  refused("S10", "negative-string", "-42", "RangeError", "Invalid port (out of range): -42"),
  refused("S10", "above-string", "65536", "RangeError", "Invalid port (out of range): 65536"),
  refused("S11", "boolean", true, "TypeError", "Invalid port (expected number): true"),
  refused("S11", "object", {}, "TypeError", "Invalid port (expected number): [object Object]"),
  refused("S11", "array", [1], "TypeError", "Invalid port (expected number): 1"),
  refused("S11", "bigint", 8000n, "TypeError", "Invalid port (expected number): 8000"),
];
