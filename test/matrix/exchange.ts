/**
 * Plays the steps of a row against a server and writes down what was seen.
 *
 * @module
 */
import type { Exchange, Step, WireCase } from "../shared/case.ts";
import { CEILING, call, Connection } from "./client.ts";
import { decode } from "./decode.ts";
import { entries, logged } from "./log.ts";

/** The server's own port, and that of the server "plain" beside it. */
interface Ports {
  port: number;
  plain: number;
  /** That of the server which is called beside the connection, and has the log. */
  told: number;
}

let exchanges = 0;

/** Plays a row. Never throws for what a server does: that is in the exchange. `ceiling`: see CEILING. */
export async function play(
  row: Omit<WireCase, "server">,
  port: number,
  plain: number,
  ceiling: number = CEILING,
  told: number = port,
): Promise<Exchange> {
  const ports: Ports = { port, plain, told };
  const key = `exchange-${++exchanges}`;
  const expected = Array.isArray(row.expect) ? row.expect.length : 1;
  const steps: readonly Step[] =
    typeof row.send === "string" ? [{ send: row.send }, ...awaiting(expected, row)] : row.send;
  const connection = new Connection(port, row.methods ?? [methodOf(steps)], ceiling);
  const exchange: Exchange = { responses: [] };
  for (const step of steps) {
    const stuck = await take(step, connection, ports, key);
    if (stuck !== undefined) {
      exchange.stuck = stuck;
      break;
    }
  }
  if (row.after !== undefined && exchange.stuck === undefined) {
    exchange.end = row.after === "closed" ? await closing(connection) : await alive(connection);
  }
  connection.close();
  const { messages, garbage } = connection.reader;
  exchange.responses = messages;
  for (const message of messages) {
    const decoded = decode(message);
    if (decoded !== undefined) message.decoded = decoded;
  }
  if (garbage !== undefined) exchange.garbage = garbage.slice(0, 400);
  if (row.log !== undefined) exchange.log = await entries(told, key, row.log.length, ceiling);
  return exchange;
}

function awaiting(expected: number, row: Omit<WireCase, "server">): Step[] {
  // A row that expects nothing but the end waits for that alone.
  if (expected === 0) return row.after === "closed" ? [] : [{ quiet: 150 }];
  return [{ responses: expected }];
}

/** What a step could not do, in words. */
async function take(
  step: Step,
  connection: Connection,
  { port, plain, told }: Ports,
  key: string,
): Promise<string | undefined> {
  const { reader } = connection;
  const fill = (text: string): string =>
    text
      .replaceAll("{key}", key)
      .replaceAll("{port}", String(port))
      .replaceAll("{plain}", String(plain));
  const wait = async (what: string, condition: () => boolean): Promise<string | undefined> => {
    const over = (): boolean => connection.end !== "open" && !condition();
    if ((await connection.until(() => condition() || over())) && condition()) return undefined;
    const why =
      connection.end === "open"
        ? `within ${connection.ceiling} ms`
        : `before the connection was ${connection.end}`;
    return `no ${what} ${why}`;
  };
  if ("send" in step) connection.send(fill(step.send));
  else if ("heads" in step)
    return wait("response head", () => reader.messages.length >= step.heads);
  else if ("responses" in step)
    return wait("whole response", () => reader.complete >= step.responses);
  else if ("interims" in step)
    return wait("1xx response", () => interimsOf(connection) >= step.interims);
  else if ("received" in step) {
    const { received } = step;
    return wait(`${received} bytes`, () => (reader.messages.at(-1)?.body.length ?? 0) >= received);
  } else if ("body" in step) {
    return wait(
      `"${step.body}" in the body`,
      () => reader.messages.at(-1)?.body.includes(step.body) ?? false,
    );
  } else if ("decoded" in step) {
    return wait(`"${step.decoded}" in the decoded body`, () => {
      const last = reader.messages.at(-1);
      return last !== undefined && (decode(last)?.text.includes(step.decoded) ?? false);
    });
  } else if ("closed" in step)
    return (await closing(connection)) === "open" ? "no end of the connection" : undefined;
  else if ("apart" in step) await new Promise((resolve) => setTimeout(resolve, 1));
  else if ("quiet" in step) return quiet(connection, step.quiet);
  else if ("half" in step) connection.half();
  else if ("close" in step) connection.close();
  else if ("reset" in step) connection.reset();
  else if ("reading" in step) connection.reading(step.reading);
  else if ("fill" in step) {
    const written = await connection.fill(step.fill, step.most);
    if (written >= step.most) return `the server took ${written} bytes that nobody read`;
  } else if ("call" in step) {
    if ((await call(told, fill(step.call))) === undefined) return `no answer to ${step.call}`;
  } else return logged(told, key, step.log, connection.ceiling, step.within);
  return undefined;
}

function interimsOf({ reader }: Connection): number {
  return (
    reader.interims.length + reader.messages.reduce((sum, { interims }) => sum + interims.length, 0)
  );
}

async function quiet(connection: Connection, milliseconds: number): Promise<string | undefined> {
  const before = connection.received;
  await connection.until(
    () => connection.received > before || connection.end !== "open",
    milliseconds,
  );
  if (connection.received > before) return "bytes arrived where none were due";
  return connection.end === "open"
    ? undefined
    : `the connection was ${connection.end} where nothing was due`;
}

async function closing(connection: Connection): Promise<"open" | "closed" | "reset"> {
  await connection.until(() => connection.end !== "open");
  return connection.end;
}

/** Whether another request on the connection is answered, with its own answer. */
async function alive(connection: Connection): Promise<"alive" | "open" | "closed" | "reset"> {
  const { reader } = connection;
  const before = reader.messages.length;
  reader.expect("GET");
  connection.send("GET /ok?again HTTP/1.1\r\nHost: example.com\r\n\r\n");
  await connection.until(() => reader.complete > before || connection.end !== "open");
  const answer = reader.messages[before];
  if (answer === undefined) return connection.end;
  reader.messages.length = before;
  return answer.status === 200 && answer.body === "ok" && answer.complete ? "alive" : "open";
}

function methodOf(steps: readonly Step[]): string {
  const first = steps.find((step) => "send" in step);
  return /^(\S+) /.exec(first?.send ?? "")?.[1] ?? "GET";
}
