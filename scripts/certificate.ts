/**
 * `npm run certificate [name…]`: makes cert.pem and key.pem in the current folder, a self-signed
 * certificate for localhost, 127.0.0.1, ::1 and the names given. For development: nobody trusts it
 * who was not told to, `curl --cacert cert.pem`.
 *
 * node:crypto signs, but has no word for certificates; what is written here is the DER of RFC 5280 4.1,
 * so that neither openssl nor a package is needed.
 *
 * @module
 */
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { pathToFileURL } from "node:url";

/** Browsers take no certificate that is valid for more than 398 days. */
const DAYS = 365;

/** Makes a key on P-256, and a certificate of it for the names and addresses. */
export function selfSigned(names: readonly string[]): { cert: string; key: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const now = Date.now();
  const subject = sequence(set(sequence(COMMON_NAME, utf8String(names[0] ?? "localhost"))));
  const body = sequence(
    tagged(0, integer(Buffer.of(2))), // version 3
    integer(Buffer.concat([Buffer.of(1), randomBytes(15)])), // a positive serial number
    sequence(ECDSA_WITH_SHA256),
    subject, // the issuer: itself
    sequence(time(new Date(now)), time(new Date(now + DAYS * 86_400_000))),
    subject,
    publicKey.export({ type: "spki", format: "der" }),
    tagged(3, sequence(...extensions(names))),
  );
  const signature = sign("sha256", body, privateKey);
  const certificate = sequence(body, sequence(ECDSA_WITH_SHA256), bitString(signature));
  return {
    cert: pem("CERTIFICATE", certificate),
    key: String(privateKey.export({ type: "pkcs8", format: "pem" })),
  };
}

/** RFC 5280 4.2.1. */
function extensions(names: readonly string[]): Buffer[] {
  const alternatives = names.map((name) =>
    isIP(name) === 0 ? node(0x82, Buffer.from(name, "ascii")) : node(0x87, address(name)),
  );
  return [
    extension(BASIC_CONSTRAINTS, sequence(), true), // it signs no other
    extension(KEY_USAGE, bitString(Buffer.of(0x80), 7), true), // digitalSignature
    extension(EXTENDED_KEY_USAGE, sequence(SERVER_AUTH)),
    extension(SUBJECT_ALT_NAME, sequence(...alternatives)),
  ];
}

function extension(id: Buffer, value: Buffer, critical = false): Buffer {
  const flag = critical ? [node(0x01, Buffer.of(0xff))] : [];
  return sequence(id, ...flag, node(0x04, value));
}

function address(text: string): Buffer {
  if (isIP(text) === 4) return Buffer.from(text.split(".").map(Number));
  const [head = "", tail = ""] = text.split("::");
  const groups = (part: string): number[] =>
    part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
  const [before, after] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return Buffer.from([...before, ...zeros, ...after].flatMap((group) => [group >> 8, group & 255]));
}

/** Tag, length, content (X.690 8.1). */
function node(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const octets = length < 256 ? [length] : [length >> 8, length & 255];
  const head = length < 128 ? [tag, length] : [tag, 0x80 | octets.length, ...octets];
  return Buffer.concat([Buffer.from(head), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => node(0x30, ...parts);
const set = (...parts: readonly Buffer[]): Buffer => node(0x31, ...parts);
const tagged = (n: number, content: Buffer): Buffer => node(0xa0 | n, content);
const integer = (bytes: Buffer): Buffer => node(0x02, bytes);
const utf8String = (text: string): Buffer => node(0x0c, Buffer.from(text));
const bitString = (bytes: Buffer, unused = 0): Buffer => node(0x03, Buffer.of(unused), bytes);

/** UTCTime, which is right until 2049. */
function time(date: Date): Buffer {
  return node(0x17, Buffer.from(`${date.toISOString().replaceAll(/\D/g, "").slice(2, 14)}Z`));
}

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split(".").map(Number);
  const bytes = rest.flatMap((arc) => {
    const septets = [arc & 127];
    for (let left = arc >> 7; left > 0; left >>= 7) septets.unshift((left & 127) | 128);
    return septets;
  });
  return node(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

const ECDSA_WITH_SHA256 = oid("1.2.840.10045.4.3.2");
const COMMON_NAME = oid("2.5.4.3");
const BASIC_CONSTRAINTS = oid("2.5.29.19");
const KEY_USAGE = oid("2.5.29.15");
const EXTENDED_KEY_USAGE = oid("2.5.29.37");
const SERVER_AUTH = oid("1.3.6.1.5.5.7.3.1");
const SUBJECT_ALT_NAME = oid("2.5.29.17");

function pem(label: string, der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const names = ["localhost", "127.0.0.1", "::1", ...process.argv.slice(2)];
  const { cert, key } = selfSigned(names);
  try {
    // Not over one that is there: it might be a real one.
    writeFileSync("key.pem", key, { flag: "wx", mode: 0o600 });
    writeFileSync("cert.pem", cert, { flag: "wx" });
    console.log(`cert.pem and key.pem: for ${names.join(", ")}, valid for ${DAYS} days`);
  } catch (error) {
    console.error(`Cannot write: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}
