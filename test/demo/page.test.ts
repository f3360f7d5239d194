/** The page of the demo, looked at in a real Chromium on every runtime. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RUNTIMES } from "../../scripts/start/runtimes.ts";
import { openQuietly, startBrowser, type StartedBrowser } from "./browser.ts";
import { type Row, runStart, type Started } from "./start.ts";

let chromium: StartedBrowser;
let browser: Browser;
let demo: Started;
let rows: readonly Row[];

beforeAll(async () => {
  demo = runStart(["--port", "0"]);
  [chromium, rows] = await Promise.all([startBrowser(), demo.table()]);
  browser = chromium.browser;
}, 60_000);

afterAll(async () => {
  await chromium?.close();
  demo.signal("SIGTERM");
  expect(await demo.exited).toBe(0);
  // Whatever a page did, no server had anything to complain about.
  expect(demo.stderr()).toBe("");
});

test("the browser is the one that the package carries", () => {
  expect(browser.version().split(".")[0]).toBe(chromium.expectedMajor);
});

const installed = RUNTIMES.filter(({ binary }) => binary !== undefined);

describe.each(installed)("$label", ({ label, name, version }) => {
  test("names itself, and links to the others", async () => {
    const page = await open(label);
    expect(await page.title()).toBe(`everyserve on ${name} ${version}`);
    expect(await text(page, "h1")).toBe(`${name} ${version}`);
    expect(await text(page, ".peers [aria-current]")).toBe(label);
    const links = await page
      .locator(".peers a")
      .evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    expect(links).toEqual(rows.filter(({ status }) => status === "ready").map(({ url }) => url));
  });

  test("comes compressed, and the browser decodes it", async () => {
    const page = await open(label);
    const response = await page.goto(urlOf(label));
    expect(response?.headers()["content-encoding"]).toMatch(/^(?:br|gzip)$/);
    expect(response?.headers()["vary"]).toBe("Accept-Encoding");
    expect(await text(page, "h1")).toBe(`${name} ${version}`);
  });

  test("streams a line every second, live", async () => {
    const page = await open(label);
    const lines = page.locator("#stream-log li");
    await lines.nth(2).waitFor();
    const between = await lines.locator("time").allTextContents();
    for (const gap of between.slice(1)) {
      const ms = Number(/^\+(\d+) ms$/.exec(gap)?.[1]);
      expect(ms).toBeGreaterThan(500);
      expect(ms).toBeLessThan(2000);
    }
    expect(await text(page, "#stream-log li:nth-child(3) span")).toBe(
      `Hello, World! Line 3 from ${name} ${version}`,
    );
    expect(await text(page, "#stream-state")).toBe("open");
  });

  test("Stop hangs up, the server tells that cancel ran, Start streams again", async () => {
    const page = await open(label);
    await page.locator("#stream-log li").first().waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await hasText(page, "#stream-state", "cancel ran");
    const sent = Number(await text(page, "#stream-sent"));
    expect(sent).toBeGreaterThanOrEqual(1);
    expect(await text(page, "#stream-log li:last-child")).toContain("The server ran cancel after");

    await page.getByRole("button", { name: "Start" }).click();
    await hasText(page, "#stream-state", "open");
    await hasText(page, "#stream-log li:last-child span", `Line 1 from ${name}`);
  });

  test("talks by WebSocket, until either side closes", async () => {
    const page = await open(label);
    await hasText(page, "#socket-state", "open");
    await hasText(page, "#socket-log li:last-child span", `Hello from ${name}`);
    for (const [i, message] of ["ping", "héllo €"].entries()) {
      await page.getByLabel("Message", { exact: true }).fill(message);
      await page.getByRole("button", { name: "Say it" }).click();
      await hasText(page, "#socket-log li:last-child span", `${i + 1}: ${message}`);
    }
    await page.getByLabel("Message", { exact: true }).fill("bye");
    await page.getByRole("button", { name: "Say it" }).click();
    await hasText(page, "#socket-state", "closed");
    expect(await text(page, "#socket-log li:last-child span")).toBe('closed with 1000 "bye"');

    await page.getByRole("button", { name: "Connect" }).click();
    await hasText(page, "#socket-state", "open");
    await page.getByRole("button", { name: "Close" }).click();
    await hasText(page, "#socket-state", "closed");
    expect(await text(page, "#socket-log li:last-child span")).toContain("closed with 1000");
  });

  test("echoes what the handler saw", async () => {
    const page = await open(label);
    await page.getByLabel("Method").selectOption("PUT");
    await page.getByLabel("Path and query").fill("/api/echo/a%20b?x=1&x=%C3%A9");
    await page.getByLabel("Headers, one per line").fill("content-type: text/plain\nx-one: 1, 2");
    await page.getByLabel("Body").fill("héllo <b>");
    await page.getByRole("button", { name: "Send" }).click();
    await hasText(page, "#echo-status", `200 · ${name} ${version}`);
    expect(await seen(page)).toMatchObject({
      method: "PUT",
      path: "/api/echo/a%20b",
      // Of two with one name the last; both are on the page.
      x: "é",
      "content-type": "text/plain",
      "x-one": "1, 2",
      bytes: "10",
      text: "héllo <b>",
    });
  });

  test("echoes a GET, which has no body", async () => {
    const page = await open(label);
    await page.getByLabel("Method").selectOption("GET");
    expect(await page.getByLabel("Body").isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Send" }).click();
    await hasText(page, "#echo-status", "200");
    expect(await seen(page)).toMatchObject({ method: "GET", path: "/api/echo/tea", "": "none" });
  });

  test("says what is wrong with a header or a path", async () => {
    const page = await open(label);
    await page.getByLabel("Headers, one per line").fill("no colon");
    await page.getByRole("button", { name: "Send" }).click();
    await hasText(page, "#echo-status", 'A header line must read "name: value", not "no colon"');
    await page.getByLabel("Headers, one per line").fill("");
    await page.getByLabel("Path and query").fill("/elsewhere");
    await page.getByRole("button", { name: "Send" }).click();
    await hasText(page, "#echo-status", "The path must begin with /api/echo");
  });

  test("shows the JSON endpoint and what the host can", async () => {
    const page = await open(label);
    await hasText(page, "#json-status", "200 · application/json; charset=utf-8");
    const shown = JSON.parse(await text(page, "#json-body")) as { requests: number };
    expect(shown).toMatchObject({ runtime: name, version });
    await page.getByRole("button", { name: "Ask again" }).click();
    await expect
      .poll(async () => Number(await text(page, "#fact-requests")))
      .toBeGreaterThan(shown.requests);
    const able = await page.locator("#able-list dt").allTextContents();
    expect(able).toContain("requestSignal");
  });

  test("answers what does not exist as JSON with 404, and a wrong method with 405", async () => {
    const nothing = await fetch(new URL("/api/nothing", urlOf(label)));
    expect(nothing.status).toBe(404);
    expect(nothing.headers.get("x-served-by")).toBe(`${name} ${version}`);
    expect(await nothing.json()).toEqual({ message: "NOT FOUND" });
    const posted = await fetch(urlOf(label), { method: "POST", body: "x" });
    expect(posted.status).toBe(405);
    expect(posted.headers.get("allow")).toBe("GET, HEAD");
    const icon = await fetch(new URL("/favicon.ico", urlOf(label)));
    expect(icon.headers.get("content-type")).toBe("image/svg+xml");
  });

  test("fits windows from 320 to 1280 pixels", async () => {
    const page = await open(label);
    await page.getByRole("button", { name: "Send" }).click();
    await hasText(page, "#echo-status", "200");
    await page.locator("#able-list dt").first().waitFor();
    for (const width of [320, 375, 800, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const needed = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(needed).toBeLessThanOrEqual(width);
    }
  });
});

async function open(label: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  return openQuietly(page, urlOf(label));
}

function urlOf(label: string): string {
  const row = rows.find(({ runtime }) => runtime === label);
  expect(row?.status).toBe("ready");
  return row?.url ?? "";
}

async function text(page: Page, selector: string): Promise<string> {
  return ((await page.locator(selector).textContent()) ?? "").replace(/\s+/g, " ").trim();
}

async function hasText(page: Page, selector: string, expected: string): Promise<void> {
  await page.locator(selector).filter({ hasText: expected }).waitFor({ timeout: 10_000 });
}

/** The echoed request as name → value. */
async function seen(page: Page): Promise<Record<string, string>> {
  const names = await page.locator("#echo-result dt").allTextContents();
  const values = await page.locator("#echo-result dd").allTextContents();
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""]));
}
