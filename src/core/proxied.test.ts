import { expect, test } from "vitest";
import { Outcome } from "./outcome.ts";
import { exchangeBehind, exchangeKey } from "./proxied.ts";

test("exchangeBehind() is told the exchange of a request through a Proxy (E01)", () => {
  const exchange = new Outcome();
  const request = { [exchangeKey]: exchange };
  expect(exchangeBehind(new Proxy(request, {}))).toBe(exchange);
});

test.each([null, undefined, "request", {}, { [exchangeKey]: {} }])(
  "exchangeBehind() finds none in %j (W18)",
  (value) => {
    expect(exchangeBehind(value)).toBeUndefined();
  },
);
