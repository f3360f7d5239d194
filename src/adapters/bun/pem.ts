/**
 * What reads keys and certificates on Bun: its node:crypto, loaded when it is needed.
 *
 * @module
 */
import type { PemReader } from "../../core/host.ts";
import { pemReader, type CryptoLibrary } from "../../core/pem.ts";

interface Builtins {
  readonly process: { getBuiltinModule(name: "node:crypto"): CryptoLibrary };
}

const { process: builtins } = globalThis as unknown as Builtins;

export const pem: PemReader = pemReader(() => builtins.getBuiltinModule("node:crypto"));
