/**
 * The page of the demo over HTTPS in a real Chromium, which speaks HTTP/2 there: the page, its
 * stream, its compression, its WebSocket. And over HTTP/3, where a runtime speaks it.
 */
import { createHash, X509Certificate } from "node:crypto";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStage, type Plan } from "../../scripts/start/stage.ts";
import { RUNTIMES } from "../../scripts/start/runtimes.ts";
import { TEST_CERTIFICATE } from "../shared/certificate.ts";
import { openQuietly, startBrowser, type StartedBrowser } from "./browser.ts";
import { type SecureServer, startSecure } from "./secure_server.ts";

const stage = createStage();
let chromium: StartedBrowser;
let context: BrowserContext;

beforeAll(async () => {
  chromium = await startBrowser();
  context = await chromium.browser.newContext({
    ignoreHTTPSErrors: true, // nobody has signed the certificate
    viewport: { width: 1280, height: 900 },
  });
}, 60_000);

afterAll(async () => {
  await chromium?.close();
  stage.finish();
  stage.remove();
});

/** The newest and the oldest Node, and the others that listen themselves. */
const secure = RUNTIMES.filter(
  (runtime): runtime is Plan["runtime"] =>
    runtime.binary !== undefined && ["node20", "node26", "bun", "deno"].includes(runtime.id),
);

describe.each(secure)("$label", (runtime) => {
  let server: SecureServer;

  beforeAll(async () => {
    server = await startSecure(stage, runtime);
  });
  afterAll(async () => {
    await server?.stop();
    expect(server?.complaints()).toBe("");
  });

  test("the page comes over HTTP/2, compressed with brotli (H03, H20)", async () => {
    const page = await open(context, server.origin);
    const response = await page.reload();
    expect(response?.headers()["content-encoding"]).toBe("br");
    expect(await page.title()).toBe(`everyserve on ${runtime.name} ${runtime.version}`);
    expect(await protocols(page, "navigation")).toEqual(["h2"]);
  });

  test("the stream is live over HTTP/2, and Stop cancels it (H14)", async () => {
    const page = await open(context, server.origin);
    const lines = page.locator("#stream-log li");
    await lines.nth(1).waitFor();
    expect(await lines.nth(1).locator("span").textContent()).toContain("Line 2");
    await page.getByRole("button", { name: "Stop" }).click();
    await page.locator("#stream-state", { hasText: "cancel ran" }).waitFor();
    // What was fetched meanwhile, the stream included, came over the same connection.
    const seen = await protocols(page, "resource");
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen)).toEqual(new Set(["h2"]));
  });

  test("an upload and its echo go over HTTP/2, the WebSocket beside them", async () => {
    const page = await open(context, server.origin);
    await page.getByLabel("Body").fill("héllo");
    await page.getByRole("button", { name: "Send" }).click();
    await page.locator("#echo-status", { hasText: "200" }).waitFor();
    expect(await page.locator("#echo-result").textContent()).toContain("héllo");
    await page.locator("#socket-state", { hasText: "open" }).waitFor();
    expect(new Set(await protocols(page, "resource"))).toEqual(new Set(["h2"]));
  });
});

const [bun] = secure.filter(({ id }) => id === "bun");

describe.skipIf(bun === undefined)("HTTP/3 on Bun", () => {
  let server: SecureServer;
  let quic: StartedBrowser;

  beforeAll(async () => {
    server = await startSecure(stage, bun!, { DEMO_HTTP3: "on" });
    const { host } = new URL(server.origin);
    // QUIC takes no certificate that nobody has signed, unless its key is named.
    quic = await startBrowser([
      "--enable-quic",
      `--origin-to-force-quic-on=${host}`,
      `--ignore-certificate-errors-spki-list=${fingerprint()}`,
    ]);
  }, 60_000);
  afterAll(async () => {
    await quic?.close();
    await server?.stop();
    expect(server?.complaints()).toBe("");
  });

  test("a browser gets the page, its stream and its echo over HTTP/3 (H22)", async () => {
    const page = await open(await quic.browser.newContext(), server.origin);
    expect(await page.title()).toContain("everyserve on Bun");
    expect(await protocols(page, "navigation")).toEqual(["h3"]);
    await page.locator("#stream-log li").nth(1).waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.locator("#stream-state", { hasText: "cancel ran" }).waitFor();
    await page.getByLabel("Body").fill("héllo");
    await page.getByRole("button", { name: "Send" }).click();
    await page.locator("#echo-status", { hasText: "200" }).waitFor();
    expect(await page.locator("#echo-result").textContent()).toContain("héllo");
    expect(new Set(await protocols(page, "resource"))).toEqual(new Set(["h3"]));
  });
});

/** The digest of the key, as Chromium wants it. */
function fingerprint(): string {
  const { publicKey } = new X509Certificate(TEST_CERTIFICATE.cert);
  const der = publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(der).digest("base64");
}

async function open(within: BrowserContext, origin: string): Promise<Page> {
  return openQuietly(await within.newPage(), `${origin}/`);
}

/** What the browser says of how it got the page, or what the page has fetched. */
async function protocols(page: Page, type: "navigation" | "resource"): Promise<string[]> {
  return page.evaluate(
    (kind) =>
      (performance.getEntriesByType(kind) as PerformanceResourceTiming[])
        .filter(({ name }) => name.startsWith("https:"))
        .map(({ nextHopProtocol }) => nextHopProtocol),
    type,
  );
}
