import { createServer, type AddressInfo, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { findPorts } from "./ports.ts";

const HOST = "127.0.0.1";
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

test("findPorts() gives different ports for port 0", async () => {
  const ports = await findPorts(5, 0, HOST, () => {});
  expect(new Set(ports).size).toBe(5);
});

test("findPorts() says which port is taken and takes the next", async () => {
  const taken = await occupy();
  const said: number[] = [];
  const [port] = await findPorts(1, taken, HOST, (number) => said.push(number));
  expect(said[0]).toBe(taken);
  expect(port).toBe(taken + said.length);
});

test("findPorts() fails when there are none left", async () => {
  await expect(findPorts(3, 65534, HOST, () => {})).rejects.toThrow(
    "Cannot find 3 free ports from 65534 on",
  );
});

test("findPorts() fails for an address that is not this machine's", async () => {
  await expect(findPorts(1, 0, "192.0.2.1", () => {})).rejects.toThrow(
    "Cannot listen on 192.0.2.1: EADDRNOTAVAIL",
  );
});

async function occupy(): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  return (server.address() as AddressInfo).port;
}
