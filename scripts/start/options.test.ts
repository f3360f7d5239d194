import { describe, expect, test } from "vitest";
import { parseOptions, usage, UsageError } from "./options.ts";

const IDS = ["node20", "bun"];

describe("parseOptions()", () => {
  test("has defaults", () => {
    const expected = { port: 8000, hostname: "127.0.0.1", only: undefined, help: false };
    expect(parseOptions([], IDS)).toEqual(expected);
  });

  test("reads every option", () => {
    const args = ["--port=0", "--hostname", "0.0.0.0", "--only", "bun, node20", "--help"];
    const expected = { port: 0, hostname: "0.0.0.0", only: ["bun", "node20"], help: true };
    expect(parseOptions(args, IDS)).toEqual(expected);
  });

  test.each([
    [["--port", "http"], '--port must be a number from 0 to 65535, not "http"'],
    [["--port", "65536"], '--port must be a number from 0 to 65535, not "65536"'],
    [["--port", ""], '--port must be a number from 0 to 65535, not ""'],
    [["--hostname", ""], "--hostname must not be empty"],
    [["--only", "nod"], '--only knows no runtime "nod"; there are node20, bun'],
    [["--prot", "1"], "Unknown option '--prot'; --help lists the options"],
    [["--port"], "Option '--port <value>' argument missing; --help lists the options"],
    [["9000"], "Unexpected argument '9000'; --help lists the options"],
  ])("refuses %j in one line", (args, message) => {
    expect(() => parseOptions(args, IDS)).toThrow(new UsageError(message));
  });
});

test("usage() names the runtimes", () => {
  expect(usage(IDS)).toContain("only these runtimes: node20,bun");
});
