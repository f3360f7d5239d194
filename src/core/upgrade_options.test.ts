import { describe, expect, test } from "vitest";
import { thrownBy } from "../../test/unit/fake_host.ts";
import { readUpgradeOptions, type UpgradeChoice } from "./upgrade_options.ts";

const ALL = { idleTimeout: true, perMessageDeflate: true };
const read = (bag: unknown, host = ALL): UpgradeChoice =>
  readUpgradeOptions(bag as never, "workers", host);

describe("readUpgradeOptions()", () => {
  test.each([undefined, null, {}, { protocol: null, idleTimeout: null }])(
    "takes %j (W45)",
    (bag) => {
      expect(read(bag)).toEqual({ protocol: "", idleTimeout: 30, compress: false });
    },
  );

  test.each([
    [0, 0],
    [NaN, 0],
    [0.5, 0.5],
  ])("takes an idleTimeout of %d as %d (W45)", (idleTimeout, is) => {
    expect(read({ idleTimeout }).idleTimeout).toBe(is);
  });

  test.each([-1, Infinity, -Infinity, "5", {}, true])(
    "refuses an idleTimeout of %j (W48)",
    (idleTimeout) => {
      expect(thrownBy(() => read({ idleTimeout }))).toMatchObject({ code: "ERR_UPGRADE_OPTION" });
    },
  );

  test("refuses a protocol that is no text", () => {
    expect(thrownBy(() => read({ protocol: ["a"] }))).toMatchObject({ code: "ERR_UPGRADE_OPTION" });
  });

  test("refuses what the host has not, if it is asked for (E04)", () => {
    const none = { idleTimeout: false, perMessageDeflate: false };
    expect(read({}, none).idleTimeout).toBe(30);
    expect(read({ idleTimeout: 0, perMessageDeflate: false }, none).idleTimeout).toBe(0);
    for (const [option, value] of Object.entries({ idleTimeout: 5, perMessageDeflate: true })) {
      expect(thrownBy(() => read({ [option]: value }, none))).toMatchObject({
        code: "ERR_OPTION_UNSUPPORTED",
        message: `Cannot upgrade with option '${option}': not supported on workers`,
      });
    }
  });
});
