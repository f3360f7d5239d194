import { expect, test } from "vitest";
import { offeredProtocols } from "./subprotocol.ts";

test.each([
  [null, []],
  ["", []],
  ["chat", ["chat"]],
  ["a, b", ["a", "b"]],
  ["a,b", ["a", "b"]],
  ["\ta \t,  b ", ["a", "b"]],
  ["a,,b,", ["a", "b"]],
  ["Chat, chat", ["Chat", "chat"]],
])("offeredProtocols(%j) is %j (W10)", (offer, names) => {
  expect(offeredProtocols(offer)).toEqual(names);
});
