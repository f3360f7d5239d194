import { describe, expect, test } from "vitest";
import { thrownBy } from "../../test/unit/fake_host.ts";
import { asksForWebSocket, handshakeLines, isBrokenHandshake, planUpgrade } from "./upgrade.ts";

const GOOD: Record<string, string> = {
  upgrade: "websocket",
  connection: "Upgrade",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  "sec-websocket-version": "13",
};

function plan(
  change: Record<string, string | undefined> = {},
  { wanted = "", method = "GET", http10 = false, extendedConnect = false } = {},
): ReturnType<typeof planUpgrade> {
  const all = Object.entries({ ...GOOD, ...change });
  const headers = new Map(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
  return planUpgrade(
    { method, http10, extendedConnect, headers: { get: (name) => headers.get(name) ?? null } },
    wanted,
  );
}

describe("planUpgrade()", () => {
  test("gives exactly three header lines (W01, W02)", () => {
    expect(plan()).toEqual({
      protocol: "",
      headers: [
        ["upgrade", "websocket"],
        ["connection", "Upgrade"],
        ["sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="],
      ],
    });
  });

  test.each([
    { upgrade: "WebSocket" },
    { upgrade: "h2c, websocket" },
    { connection: "keep-alive, UPGRADE" },
  ])("takes %j (W03, W04)", (change) => {
    expect(plan(change).protocol).toBe("");
  });

  test.each([
    [{ upgrade: undefined }, "'upgrade' header must contain 'websocket'"],
    [{ upgrade: "websocket/13" }, "'upgrade' header must contain 'websocket'"],
    [{ connection: undefined }, "'connection' header must contain 'Upgrade'"],
    [{ connection: "close" }, "'connection' header must contain 'Upgrade'"],
    [{ "sec-websocket-key": undefined }, "'sec-websocket-key' header must be set"],
    [{ "sec-websocket-key": "" }, "'sec-websocket-key' header must be set"],
    [{ "sec-websocket-key": "short" }, "'sec-websocket-key' header must be 16 bytes in base64"],
    [
      { "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZR==" },
      "'sec-websocket-key' header must be 16 bytes in base64",
    ],
    [{ "sec-websocket-version": undefined }, "'sec-websocket-version' header must be '13'"],
    [{ "sec-websocket-version": "8" }, "'sec-websocket-version' header must be '13'"],
  ])("refuses %j (W03 to W07)", (change, message) => {
    const error = thrownBy(() => plan(change));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({
      code: "ERR_UPGRADE_HEADER",
      message: `Invalid Header: ${message}`,
    });
  });

  test("asks in the order upgrade, connection, key, protocol (W06)", () => {
    const messages: string[] = [];
    const change: Record<string, string | undefined> = {
      upgrade: "x",
      connection: "x",
      "sec-websocket-key": "x",
    };
    for (const name of [...Object.keys(change), ""]) {
      messages.push(thrownBy(() => plan(change, { wanted: "c" })).message);
      change[name] = GOOD[name];
    }
    const names = messages.map((message) => /'([a-z-]+)'/.exec(message)?.[1]);
    expect(names).toEqual(["upgrade", "connection", "sec-websocket-key", "c"]);
  });

  test.each([{ method: "POST" }, { method: "get" }, { http10: true }])(
    "refuses %j (W07)",
    (how) => {
      expect(thrownBy(() => plan({}, how))).toMatchObject({ code: "ERR_UPGRADE_REQUEST" });
    },
  );

  test("selects a subprotocol of the offer (W09, W10)", () => {
    const offer = { "sec-websocket-protocol": "a,b" };
    expect(plan(offer, { wanted: "b" })).toMatchObject({ protocol: "b" });
    expect(plan(offer, { wanted: "b" }).headers.at(-1)).toEqual(["sec-websocket-protocol", "b"]);
    expect(plan(offer).headers).toHaveLength(3);
    for (const wanted of ["c", "B"]) {
      expect(thrownBy(() => plan(offer, { wanted }))).toMatchObject({
        code: "ERR_UPGRADE_PROTOCOL",
        message: `Protocol '${wanted}' not in the request's protocol list (non negotiable)`,
      });
    }
  });
});

describe("planUpgrade() of an extended CONNECT", () => {
  const none = { upgrade: undefined, connection: undefined, "sec-websocket-key": undefined };
  const extendedConnect = true;

  test("needs no fields of HTTP/1.1, and gives none (W54)", () => {
    expect(plan(none, { extendedConnect })).toEqual({ protocol: "", headers: [] });
  });

  test("selects a subprotocol of the offer (W54, W09)", () => {
    const offer = { ...none, "sec-websocket-protocol": "a, b" };
    expect(plan(offer, { extendedConnect, wanted: "b" }).headers).toEqual([
      ["sec-websocket-protocol", "b"],
    ]);
    expect(thrownBy(() => plan(offer, { extendedConnect, wanted: "c" }))).toMatchObject({
      code: "ERR_UPGRADE_PROTOCOL",
    });
  });

  test("refuses another version (W54, W07)", () => {
    const other = { ...none, "sec-websocket-version": "8" };
    expect(thrownBy(() => plan(other, { extendedConnect }))).toMatchObject({
      code: "ERR_UPGRADE_HEADER",
    });
  });
});

test("handshakeLines() adds what the handler added, and no more", () => {
  const headers = new Headers({ upgrade: "x", "content-length": "5", "x-more": "1" });
  headers.append("set-cookie", "a=1");
  headers.append("set-cookie", "b=2");
  expect(handshakeLines(plan(), headers).slice(3)).toEqual([
    ["set-cookie", "a=1"],
    ["set-cookie", "b=2"],
    ["x-more", "1"],
  ]);
});

const broken = (fields: Record<string, string>): boolean =>
  isBrokenHandshake((name) => fields[name] ?? null);

test("isBrokenHandshake() is a handshake with a body (W08)", () => {
  const all = { upgrade: "websocket", connection: "upgrade" };
  expect(broken(all)).toBe(false);
  expect(broken({ ...all, "content-length": "0" })).toBe(true);
  expect(broken({ ...all, "transfer-encoding": "chunked" })).toBe(true);
  const other = { upgrade: "h2c", connection: "upgrade", "content-length": "3" };
  expect(broken(other)).toBe(false);
  expect(asksForWebSocket("websocket", null)).toBe(false);
});
