/**
 * A real Chromium, the one that @sparticuz/chromium carries.
 *
 * @module
 */
import chromium from "@sparticuz/chromium";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Browser, chromium as playwright, type Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";

/** A browser that runs. */
export interface StartedBrowser {
  readonly browser: Browser;
  /** The major version that the package claims to carry. */
  readonly expectedMajor: string;
  close(): Promise<void>;
}

/** Unpacks the browser and starts it, with further arguments for Chromium. */
export async function startBrowser(more: readonly string[] = []): Promise<StartedBrowser> {
  // The package unpacks to the temporary folder, or takes the `chromium` that it finds there,
  // whatever that is. One of its own is sure to be empty.
  const before = process.env["TMPDIR"];
  const folder = await mkdtemp(join(tmpdir(), "everyserve-chromium-"));
  process.env["TMPDIR"] = folder;
  try {
    const browser = await playwright.launch({
      executablePath: await chromium.executablePath(),
      // Chromium's sandbox refuses to start as root, as which containers run tests.
      args: ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none", ...more],
    });
    const close = async (): Promise<void> => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    };
    return { browser, expectedMajor: await packageMajor(), close };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  }
}

/** Opens a page; at the end of the test it must have had nothing to complain about. */
export async function openQuietly(page: Page, url: string): Promise<Page> {
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(String(error)));
  onTestFinished(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });
  const response = await page.goto(url);
  expect(response?.status()).toBe(200);
  return page;
}

/** The package's version begins with that of the browser. */
async function packageMajor(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  const manifest = join(dirname(entry), "..", "package.json");
  const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
  return version.split(".")[0] ?? "";
}
