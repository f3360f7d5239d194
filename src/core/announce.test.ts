import { expect, test } from "vitest";
import { listeningLine } from "./announce.ts";
import type { Addr } from "./types.ts";

const tcp = (hostname: string): Addr => ({ transport: "tcp", hostname, port: 8000 });

test.each<[addr: Addr, secure: boolean, line: string | undefined]>([
  [tcp("127.0.0.1"), false, "Listening on http://127.0.0.1:8000/"],
  [tcp("0.0.0.0"), false, "Listening on http://0.0.0.0:8000/ (http://localhost:8000/)"],
  [tcp("::"), false, "Listening on http://[::]:8000/ (http://localhost:8000/)"],
  [tcp("::1"), false, "Listening on http://[::1]:8000/"],
  [tcp("127.0.0.1"), true, "Listening on https://127.0.0.1:8000/"],
  [tcp("0.0.0.0"), true, "Listening on https://0.0.0.0:8000/ (https://localhost:8000/)"],
  [{ transport: "unix", path: "/run/my.sock" }, false, "Listening on /run/my.sock"],
  [{ transport: "platform" }, false, undefined],
])("listeningLine() for %o (TLS: %s) is %j (S22)", (addr, secure, line) => {
  expect(listeningLine(addr, secure)).toBe(line);
});
