import { expect, test } from "vitest";
import { boundBody, hostedBounds } from "./hosted_bounds.ts";
import { HostedExchange, type HostedParts } from "./hosted_exchange.ts";
import type { ListenOptions } from "./host.ts";

const bounds = {
  head: undefined,
  bodySize: Infinity,
  request: Infinity,
  discard: 4,
  leaves: false,
};

function post(headers: Record<string, string>, method = "POST") {
  const exchange = new HostedExchange({} as HostedParts);
  const body = method === "GET" ? {} : { body: "too much" };
  const native = new Request("http://native/", { method, headers, ...body });
  return { exchange, request: boundBody(native, "http://example.com/", exchange, bounds) };
}

test.each([
  ["a longer body", { "content-length": "8" }, "POST", true],
  ["a body that is short enough", { "content-length": "4" }, "POST", false],
  ["a body that does not say how long it is", { "transfer-encoding": "chunked" }, "POST", true],
  ["the body of a GET, which nobody sees", { "content-length": "8" }, "GET", true],
  ["no body", {}, "GET", false],
])("boundBody() notes whether much may be left: %s (R51)", (_what, headers, method, much) => {
  expect(post(headers as Record<string, string>, method).exchange.leavesMuch).toBe(much);
});

test("boundBody() notes that a body was read to its end (R51)", async () => {
  const { exchange, request } = post({ "content-length": "8" });
  expect(await request.text()).toBe("too much");
  expect(exchange.leavesMuch).toBe(false);
});

test("hostedBounds() has nothing to count where nothing was asked for (E06)", () => {
  const options = {
    limits: { headerSize: Infinity, headerCount: Infinity, bodySize: Infinity, discard: Infinity },
    timeouts: { request: Infinity },
  };
  expect(hostedBounds(options as ListenOptions, {})).toBe(undefined);
});
