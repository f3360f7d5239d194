/**
 * `explainCompression()`: the decision on automatic compression, without a server (E05).
 *
 * @module
 */
import { decide, type CompressionSettings } from "./compression.ts";
import { compressionSettings } from "./compression_options.ts";
import type { Host } from "./host.ts";
import { readOptions } from "./options.ts";
import type { ExplainCompression } from "./types.ts";

/** The function for a host. */
export function explainWith(host: Host): ExplainCompression {
  const settingsOf = ({
    automaticCompression,
    compression,
  }: Options): CompressionSettings | undefined => {
    const read = readOptions({ automaticCompression, compression }, host);
    return read.automaticCompression ? compressionSettings(read.compression, host) : undefined;
  };
  let byDefault: CompressionSettings | undefined;
  return (request, response, options) =>
    decide(
      {
        status: response.status,
        get size() {
          return host.bodySize?.(response) ?? (response.body === null ? 0 : undefined);
        },
        header: (name) => response.headers.get(name),
        accepts: () => request.headers.get("accept-encoding"),
      },
      options === undefined ? (byDefault ??= settingsOf({})) : settingsOf(options),
    );
}

type Options = NonNullable<Parameters<ExplainCompression>[2]>;
