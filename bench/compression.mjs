/**
 * What a compressed response costs, beside Hono's and Express's compression middleware: bytes of the body
 * on the wire, and the CPU time of the server's process, its threads included. `node
 * bench/compression.mjs [--seconds 3] [--rounds 3]`; `npm run build` first.
 *
 * Each server is a process of its own; in each round they take turns in a shuffled order, with the same
 * requests over the same number of connections. All have their default levels.
 */
import { fork } from "node:child_process";
import { Agent, request } from "node:http";
import { readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";

const SELF = fileURLToPath(import.meta.url);
const ROOT = new URL("..", import.meta.url).pathname;

/** Two bodies: a list of records as an API sends it, and a page. */
function bodies() {
  const db = JSON.parse(readFileSync(`${ROOT}node_modules/mime-db/db.json`, "utf8"));
  const records = Object.entries(db).map(([type, facts], id) => ({ id, type, ...facts }));
  const json = JSON.stringify(records.slice(0, 120));
  const words = readFileSync(`${ROOT}node_modules/fast-check/README.md`, "utf8").split(/\n{2,}/);
  let html = "<!doctype html>\n<html lang=en><body>\n";
  for (let i = 0; html.length < 100_000; i++) {
    html += `<section id="s${i}"><h2>${i}</h2><p>${words[i % words.length]}</p></section>\n`;
  }
  return { json: json.slice(0, 10_240), html: html.slice(0, 102_400) };
}

const TYPES = { json: "application/json", html: "text/html; charset=utf-8" };

const SERVERS = {
  async everyserve() {
    const { serve } = await import("everyserve");
    return serving(serve, {});
  },
  async "everyserve off"() {
    const { serve } = await import("everyserve");
    return serving(serve, { automaticCompression: false });
  },
  async hono() {
    const { serve } = await import("@hono/node-server");
    const { Hono } = await import("hono");
    const { compress } = await import("hono/compress");
    const app = new Hono();
    app.use(compress());
    for (const [name, body] of Object.entries(bodies())) {
      app.get(`/${name}`, (c) => c.body(body, 200, { "content-type": TYPES[name] }));
    }
    return new Promise((resolve) => {
      serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => resolve(port));
    });
  },
  async express() {
    const { default: express } = await import("express");
    const { default: compression } = await import("compression");
    const app = express();
    app.disable("etag");
    app.use(compression());
    for (const [name, body] of Object.entries(bodies())) {
      app.get(`/${name}`, (_request, response) => {
        response.setHeader("content-type", TYPES[name]);
        response.end(body);
      });
    }
    return new Promise((resolve) => {
      const server = app.listen(0, "127.0.0.1", () => resolve(server.address().port));
    });
  },
};

function serving(serve, options) {
  const all = bodies();
  const server = serve({ ...options, port: 0, hostname: "127.0.0.1", onListen() {} }, ({ url }) => {
    const name = url.slice(url.lastIndexOf("/") + 1);
    return new Response(all[name], { headers: { "content-type": TYPES[name] } });
  });
  return server.addr.port;
}

async function serverProcess(name) {
  const port = await SERVERS[name]();
  let start = process.cpuUsage();
  process.on("message", (word) => {
    if (word === "start") start = process.cpuUsage();
    const { user, system } = process.cpuUsage(start);
    process.send({ cpu: user + system });
  });
  process.send({ port });
}

const told = (child) => new Promise((resolve) => child.once("message", resolve));
const ask = (child, word) => {
  const answer = told(child);
  child.send(word);
  return answer;
};

function get(agent, port, path, accept) {
  return new Promise((resolve, reject) => {
    const headers = { "accept-encoding": accept };
    request({ agent, port, host: "127.0.0.1", path, headers }, (response) => {
      let bytes = 0;
      response.on("data", (chunk) => (bytes += chunk.length));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ bytes, coding: response.headers["content-encoding"] ?? "identity" }),
      );
    })
      .on("error", reject)
      .end();
  });
}

/** The CPU time of a request in microseconds, and what came. */
async function turn({ child, port, agent }, path, accept, milliseconds) {
  let count = 0;
  let last;
  await ask(child, "start");
  const end = performance.now() + milliseconds;
  const client = async () => {
    while (performance.now() < end) {
      last = await get(agent, port, path, accept);
      count++;
    }
  };
  await Promise.all(Array.from({ length: 8 }, client));
  const { cpu } = await ask(child, "stop");
  return { ...last, micros: cpu / count };
}

const flag = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

async function main() {
  const seconds = flag("seconds", 1);
  const rounds = flag("rounds", 5);
  const servers = [];
  for (const name of Object.keys(SERVERS)) {
    const child = fork(SELF, ["serve", name]);
    const { port } = await told(child);
    servers.push({ name, child, port, agent: new Agent({ keepAlive: true, maxSockets: 8 }) });
  }
  const sizes = bodies();
  console.log(
    `Node ${process.version}; ${rounds} rounds of ${seconds} s, 8 connections; medians\n`,
  );
  console.log("| body | asked for | server | sent as | bytes | CPU per request |");
  console.log("| --- | --- | --- | --- | --- | --- |");
  for (const [name, body] of Object.entries(sizes)) {
    for (const accept of ["gzip", "gzip, deflate, br"]) {
      const results = new Map(servers.map((server) => [server, []]));
      for (let round = 0; round <= rounds; round++) {
        for (const server of [...servers].sort(() => Math.random() - 0.5)) {
          const result = await turn(server, `/${name}`, accept, seconds * 1000);
          if (round > 0) results.get(server).push(result); // the first warms up
        }
      }
      for (const [server, samples] of results) {
        const [{ bytes, coding }] = samples;
        const micros = median(samples.map((sample) => sample.micros)).toFixed(0);
        console.log(
          `| ${name} ${body.length} | ${accept} | ${server.name} | ${coding} | ${bytes} | ${micros} µs |`,
        );
      }
    }
  }
  for (const { child, agent } of servers) {
    agent.destroy();
    child.kill();
  }
}

await (process.argv[2] === "serve" ? serverProcess(process.argv[3]) : main());
