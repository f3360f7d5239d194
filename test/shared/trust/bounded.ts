/**
 * Rows about one member of `timeouts` or `limits`: kept where the host says so, refused by its name
 * where not (E03, E04, E06).
 *
 * @module
 */
import type { Capabilities, Handler, ServeOptions, Server } from "../../../src/core/types.ts";
import {
  described,
  hello,
  type InsideApi,
  type InsideCase,
  LOCAL,
  type RawClient,
  settledWithin,
  toolsOf,
} from "../inside/case.ts";
import { oneOf } from "../match.ts";

/** What a row does with a bound that is kept. */
export interface Bounded {
  readonly id: string;
  readonly title: string;
  /** `timeouts.headers`. */
  readonly member: `timeouts.${string}` | `limits.${string}`;
  readonly value: number;
  /** Other options. */
  readonly more?: ServeOptions;
  readonly ceiling?: number;
  /** Only where the host listens itself. @default true */
  readonly listens?: boolean;
  /** More than some hosts can count: they refuse it by its name. */
  readonly large?: boolean;
  run(api: InsideApi, options: ServeOptions): unknown;
  readonly expect: unknown;
}

export const UNSUPPORTED = "refused by its name";

/** Makes the row. */
export function bounded(row: Bounded): InsideCase {
  const [option, name] = row.member.split(".") as ["timeouts" | "limits", string];
  return {
    id: row.id,
    title: row.title,
    ...(row.ceiling === undefined ? {} : { ceiling: row.ceiling }),
    ...(row.listens === false ? {} : { needs: "listen" }),
    run: async (api) => {
      const options = {
        ...(api.listens ? LOCAL : {}),
        [option]: { [name]: row.value },
      } as ServeOptions;
      const kept: readonly string[] = capabilitiesOf(api)[option];
      if (!kept.includes(name)) return refusal(api, options, row.member);
      if (row.large && refusal(api, options, row.member) === UNSUPPORTED) return UNSUPPORTED;
      return row.run(api, { ...row.more, ...options });
    },
    expect: oneOf(row.expect, UNSUPPORTED),
  };
}

/** What serve() says to an option that the host cannot honour. */
export function refusal(api: InsideApi, options: ServeOptions, member: string): unknown {
  try {
    void api.serve(options, hello).shutdown();
    return "served";
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return code === "ERR_OPTION_UNSUPPORTED" && message.includes(`'${member}'`)
      ? UNSUPPORTED
      : described(error);
  }
}

/** What this host says of itself. */
export function capabilitiesOf({ serve, listens }: InsideApi): Capabilities {
  const server = serve(listens ? LOCAL : {}, hello);
  void server.shutdown();
  return server.capabilities;
}

/** A server and a raw connection to it; both are gone afterwards. */
export async function withClient<T>(
  api: InsideApi,
  options: ServeOptions,
  handler: Handler,
  use: (client: RawClient, server: Server) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const server = api.serve({ ...options, signal: controller.signal }, handler);
  const client = await toolsOf(api).connect(server.addr);
  try {
    return await use(client, server);
  } finally {
    client.reset();
    controller.abort();
    await server.finished;
  }
}

/** What a body comes to that fails while it is read: the reader's code, the end, the answers. */
export function failingBody(
  api: InsideApi,
  options: ServeOptions,
  read: (request: Request) => Promise<unknown>,
  sent: readonly string[],
  ceiling: number,
): Promise<{ code: unknown; end: string; statuses: string[] }> {
  let code: unknown = "no error";
  const handler: Handler = async (request) => {
    try {
      await read(request);
    } catch (error) {
      ({ code } = error as { code?: unknown });
      throw error;
    }
    return new Response("read");
  };
  return withClient(api, options, handler, async (client) => {
    for (const bytes of sent) client.send(bytes);
    const end = await settledWithin(client.closed, ceiling);
    return { code, end, statuses: statuses(client.received()) };
  });
}

/** The status codes in what was received, in order. */
export function statuses(text: string): string[] {
  return Array.from(text.matchAll(/HTTP\/1\.[01] (\d{3})/g), ([, status = ""]) => status);
}
