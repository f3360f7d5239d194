/**
 * What each level of each coding makes of real files, and how long it takes: the figures behind the
 * default levels (decisions/008-compression.md). `node bench/levels.mjs [--quick]`.
 *
 * The files are those of the development dependencies: their documents as HTML pages, JSON and
 * JavaScript, cut to 1 KB, 10 KB, 64 KiB, 100 KB and 1 MB. Times are of one call on an idle thread, the median of several.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import * as zlib from "node:zlib";

const ROOT = new URL("..", import.meta.url).pathname;
const quick = process.argv.includes("--quick");
const { constants } = zlib;

/** All files under a folder whose path ends so, the largest first. */
function files(folder, ending) {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && join(entry.parentPath, entry.name).endsWith(ending))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .sort((a, b) => b.length - a.length);
}

const escape = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** A page of the words of a document: what a package's README looks like on a web site. */
function page(markdown) {
  const blocks = markdown.split(/\n{2,}/).map((block) => {
    const heading = /^(#+) (.*)/.exec(block);
    if (heading)
      return `<h${heading[1].length} class="heading">${escape(heading[2])}</h${heading[1].length}>`;
    if (/^[-*] /.test(block)) {
      const items = block.split(/^[-*] /m).slice(1);
      return `<ul class="list">${items.map((item) => `<li>${escape(item.trim())}</li>`).join("\n")}</ul>`;
    }
    if (block.startsWith("```")) return `<pre class="code"><code>${escape(block)}</code></pre>`;
    return `<p>${escape(block)}</p>`;
  });
  return `<!doctype html>\n<html lang="en">\n<body class="page">\n${blocks.join("\n")}\n</body>\n</html>\n`;
}

const corpora = {
  html: files("node_modules", "/README.md").slice(0, 90).map(page).join(""),
  json: ["mime-db/db.json", "oxlint/configuration_schema.json", "diagnosticMessages.generated.json"]
    .flatMap((name) => files("node_modules", name).slice(0, 1))
    .join(""),
  js: files("node_modules/vite/dist", ".js")[0],
};

const sizes = { "1 KB": 1e3, "10 KB": 1e4, "64 KiB": 65_536, "100 KB": 1e5, "1 MB": 1e6 };

const encoders = {
  gzip: [1, 2, 3, 4, 5, 6, 9].map((level) => [level, (bytes) => zlib.gzipSync(bytes, { level })]),
  br: [0, 1, 2, 3, 4, 5, 6, 9].map((level) => [
    level,
    (bytes) =>
      zlib.brotliCompressSync(bytes, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: level,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
        },
      }),
  ]),
  zstd:
    zlib.zstdCompressSync === undefined
      ? []
      : [1, 3, 6, 9].map((level) => [
          level,
          (bytes) =>
            zlib.zstdCompressSync(bytes, {
              params: { [constants.ZSTD_c_compressionLevel]: level },
            }),
        ]),
};

/** The median time of a call in microseconds. */
function time(call) {
  const samples = [];
  const end = performance.now() + (quick ? 30 : 150);
  call();
  while (samples.length < 5 || performance.now() < end) {
    const from = performance.now();
    call();
    samples.push(performance.now() - from);
  }
  samples.sort((a, b) => a - b);
  return samples[samples.length >> 1] * 1000;
}

console.log(
  `Node ${process.version}, zlib ${process.versions.zlib}, brotli ${process.versions.brotli}\n`,
);
console.log(
  `| coding | level | ${Object.keys(corpora)
    .flatMap((kind) => Object.keys(sizes).map((size) => `${kind} ${size}`))
    .join(" | ")} |`,
);
console.log(
  `| --- | --- | ${Object.keys(corpora)
    .flatMap(() => Object.keys(sizes).map(() => "---"))
    .join(" | ")} |`,
);
for (const [coding, levels] of Object.entries(encoders)) {
  for (const [level, encode] of levels) {
    const cells = Object.values(corpora).flatMap((all) => {
      const text = Buffer.from(all);
      return Object.values(sizes).map((size) => {
        if (text.byteLength < size) return `only ${text.byteLength}`;
        const bytes = text.subarray(0, size);
        const percent = ((encode(bytes).byteLength / size) * 100).toFixed(1);
        return `${percent} % ${Math.round(time(() => encode(bytes)))} µs`;
      });
    });
    console.log(`| ${coding} | ${level} | ${cells.join(" | ")} |`);
  }
}
