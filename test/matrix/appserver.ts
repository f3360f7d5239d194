/**
 * The app on one host, for as long as rows are played: started again when a row has killed it.
 *
 * @module
 */
import type { Exchange, WireCase } from "../shared/case.ts";
import { SERVERS } from "../shared/servers.ts";
import { play } from "./exchange.ts";
import type { HostSpec } from "./hosts.ts";
import { launch, type Running } from "./launch.ts";

/** A row for any set of servers. */
export type Playable = Omit<WireCase, "server"> & { readonly server?: string };

/** One host that runs the app, or another entry with servers. */
export class AppServer {
  readonly #host: HostSpec;
  readonly #stage: string;
  readonly #entry: string;
  readonly #servers: readonly string[];
  readonly #more: readonly string[];
  #running: Running | undefined;
  #starting: Promise<Running> | undefined;

  constructor(
    host: HostSpec,
    stage: string,
    entry: string = "app",
    servers: readonly string[] = Object.keys(SERVERS),
    more: readonly string[] = [],
  ) {
    this.#host = host;
    this.#stage = stage;
    this.#entry = entry;
    this.#servers = servers;
    this.#more = more;
  }

  /** The port of one of the servers; starts the host when it does not run. */
  async port(server: string): Promise<number> {
    const running = this.#running?.alive() === true ? this.#running : await this.#start();
    const port = running.ports.get(server);
    if (port === undefined) throw new Error(`No server "${server}" is running`);
    return port;
  }

  /** One start for all rows that wait for it. */
  #start(): Promise<Running> {
    const start = async (): Promise<Running> => {
      try {
        return (this.#running = await launch(
          this.#host,
          this.#stage,
          this.#entry,
          this.#servers,
          this.#more,
        ));
      } finally {
        this.#starting = undefined;
      }
    };
    return (this.#starting ??= start());
  }

  /** Plays a row. A process that died of it is a complaint of that row, and of no other. */
  async play(row: Playable, ceiling?: number): Promise<{ exchange: Exchange; port: number }> {
    const [first = "plain"] = this.#servers;
    const port = await this.port(row.server ?? first);
    const exchange = await play(row, port, await this.port(first), ceiling);
    const running = this.#running;
    // A crash is reported a moment after the connection broke.
    if (exchange.stuck !== undefined) await new Promise((resolve) => setTimeout(resolve, 50));
    if (running?.alive() === false) {
      exchange.stuck = `the server process ended: ${running.stderr().trim().slice(-500)}`;
    }
    return { exchange, port };
  }

  /** The file that `everyserve` is on this host, where the host resolves it itself. */
  module(): string | undefined {
    const line = this.#running
      ?.stdout()
      .split("\n")
      .find((text) => text.startsWith('{"module"'));
    return line === undefined ? undefined : (JSON.parse(line) as { module: string }).module;
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
  }
}
