/**
 * What reads keys and certificates on Node: node:crypto, which node:tls has loaded anyway.
 *
 * @module
 */
import * as crypto from "node:crypto";
import type { PemReader } from "../../core/host.ts";
import { pemReader, type CryptoLibrary } from "../../core/pem.ts";

export const pem: PemReader = pemReader(() => crypto as unknown as CryptoLibrary);
