import { expect, test } from "vitest";
import { acceptKey } from "./accept_key.ts";

test.each([
  ["dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="], // RFC 6455 1.3
  ["x3JJHMbDL1EzLkh9GBhXDw==", "HSmrc0sMlYUkAGmm5OPpG2HaGWk="],
  ["", "Kfh9QIsMVZcl6xEPYxPHzW8SZ8w="],
])("acceptKey(%j) is %j (W02)", (key, accept) => {
  expect(acceptKey(key)).toBe(accept);
});
