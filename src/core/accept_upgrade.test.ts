import { describe, expect, test, vi } from "vitest";
import { FakeHost, thrownBy } from "../../test/unit/fake_host.ts";
import { acceptUpgrade } from "./accept_upgrade.ts";
import type { Host } from "./host.ts";
import { Outcome } from "./outcome.ts";
import { isUpgradeResponse } from "./ticket.ts";
import type { WebSocketUpgrade } from "./types.ts";

const HANDSHAKE = {
  upgrade: "websocket",
  connection: "Upgrade",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  "sec-websocket-version": "13",
};

const request = (): Request =>
  ({ method: "GET", headers: new Headers(HANDSHAKE) }) as unknown as Request;

function hosting(exchange: Outcome): Host {
  const webSockets = { exchangeOf: () => exchange, idleTimeout: true, perMessageDeflate: true };
  return Object.assign(new FakeHost(), { webSockets });
}

const upgraded = (exchange: Outcome): WebSocketUpgrade =>
  acceptUpgrade(hosting(exchange), request(), undefined);

describe("acceptUpgrade()", () => {
  test("gives a socket in CONNECTING and a response of status 101 (W01, W21)", () => {
    const { socket, response } = upgraded(new Outcome());
    expect([socket.readyState, socket.url, socket.protocol]).toEqual([0, "", ""]);
    expect(response).toBeInstanceOf(Response);
    expect([response.status, response.ok, response.body]).toEqual([101, false, null]);
    expect([...response.headers.keys()]).toEqual(["connection", "sec-websocket-accept", "upgrade"]);
    expect(isUpgradeResponse(response)).toBe(true);
    expect(isUpgradeResponse(new Response(null))).toBe(false);
  });

  test("refuses a second time, and the first is as it was (W12)", () => {
    const exchange = new Outcome();
    const { response } = upgraded(exchange);
    expect(thrownBy(() => upgraded(exchange))).toMatchObject({
      name: "Http",
      message: "Already upgraded",
      code: "ERR_UPGRADE_TWICE",
    });
    expect(exchange.answer(response)).toBeDefined();
  });

  test("refuses when the request was answered, or the client has gone (W13)", () => {
    const answered = new Outcome();
    answered.answer(new Response(null));
    const gone = new Outcome();
    gone.gone();
    for (const exchange of [answered, gone]) {
      const error = thrownBy(() => upgraded(exchange));
      expect(error).toBeInstanceOf(TypeError);
      expect(error).toMatchObject({ message: "Request closed", code: "ERR_UPGRADE_LATE" });
    }
  });
});

describe("an upgrade that comes to nothing tells its socket (W15)", () => {
  test.each<[string, (exchange: Outcome) => void]>([
    ["another response", (exchange) => void exchange.answer(new Response(null))],
    ["a client that left", (exchange) => exchange.gone()],
  ])("%s", async (_name, end) => {
    const exchange = new Outcome();
    const { socket } = upgraded(exchange);
    const heard = vi.fn();
    socket.onerror = () => heard("error");
    socket.onclose = ({ code, wasClean }) => heard("close", code, wasClean);
    end(exchange);
    expect(heard).not.toHaveBeenCalled();
    await undefined;
    expect(heard.mock.calls).toEqual([["error"], ["close", 1006, false]]);
    expect(socket.readyState).toBe(3);
  });

  test("the response of another request is an error (P27)", () => {
    const { response } = upgraded(new Outcome());
    const error = thrownBy(() => new Outcome().answer(response));
    expect(error).toMatchObject({ code: "ERR_RESPONSE_UPGRADE" });
  });
});
