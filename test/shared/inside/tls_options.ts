/**
 * The option `tls`: what is refused, by which code, and that no host ignores what it cannot do (E13).
 *
 * @module
 */
import type { ServeOptions } from "../../../src/core/types.ts";
import { OTHER_CERTIFICATE, OTHER_KEY, TEST_CERTIFICATE } from "../certificate.ts";
import {
  A_CERTIFICATE,
  CLIENT_CA,
  ENCRYPTED_EC_KEY,
  ENCRYPTED_KEY,
  PASSPHRASE,
} from "../certificates.ts";
import {
  hello,
  type InsideApi,
  type InsideCase,
  LOCAL,
  type Need,
  thrown,
  withServer,
} from "./case.ts";

const { cert, key } = TEST_CERTIFICATE;
const EMPTY_CA = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

/** The code with which `serve()` throws. */
function codeOf({ serve }: InsideApi, options: ServeOptions): string {
  const error = thrown(() => void serve({ ...LOCAL, ...options }, hello).shutdown());
  return typeof error === "string" ? error : String((error as { code?: string }).code);
}

const refused = (
  id: string,
  title: string,
  options: object,
  code: string,
  needs?: Need,
): InsideCase => ({
  id,
  title,
  ...(needs === undefined ? {} : { needs }),
  run: (api) => codeOf(api, { cert, key, ...options }),
  expect: code,
});

/** One use of each member, as it has to be for the others. */
const USES: Readonly<Record<string, ServeOptions>> = {
  passphrase: { key: ENCRYPTED_KEY, tls: { passphrase: PASSPHRASE } },
  requestCert: { tls: { requestCert: true, ca: CLIENT_CA } },
  ca: { tls: { requestCert: true, ca: [CLIENT_CA, cert] } },
  rejectUnauthorized: { tls: { requestCert: true, rejectUnauthorized: false } },
  sni: { tls: { sni: { "a.test": A_CERTIFICATE } } },
};

export const tlsOptionCases: readonly InsideCase[] = [
  refused("E13.shape", "tls has to be an object", { tls: true }, "ERR_TLS_OPTION_INVALID"),
  refused(
    "E13.misspelt",
    "a member of tls that does not exist is refused: it might have kept somebody out",
    { tls: { requireCert: true } },
    "ERR_TLS_OPTION_INVALID",
  ),
  refused(
    "E13.unasked",
    "ca without requestCert would be looked at by nobody, and is refused",
    { tls: { ca: CLIENT_CA } },
    "ERR_TLS_OPTION_INVALID",
  ),
  refused(
    "E13.everybody",
    "requestCert without ca would let in whoever the system trusts, and is refused",
    { tls: { requestCert: true } },
    "ERR_TLS_OPTION_INVALID",
  ),
  refused(
    "E13.bare",
    "tls needs cert and key",
    { cert: undefined, key: undefined, tls: {} },
    "ERR_TLS_INCOMPLETE",
  ),
  refused(
    "E13.sni-half",
    "a name needs both cert and key",
    { tls: { sni: { "a.test": { cert } } } },
    "ERR_TLS_INCOMPLETE",
  ),
  refused(
    "E13.sni-address",
    "no client asks for an address by SNI: it is refused",
    { tls: { sni: { "127.0.0.1": A_CERTIFICATE } } },
    "ERR_TLS_OPTION_INVALID",
  ),
  refused(
    "E13.ca-none",
    "a ca without a certificate in it is InvalidData",
    { tls: { requestCert: true, ca: "x" } },
    "ERR_TLS_INVALID",
  ),
  refused(
    "E13.ca-garbage",
    "a ca that has the form and no content is InvalidData",
    { tls: { requestCert: true, ca: [CLIENT_CA, EMPTY_CA] } },
    "ERR_TLS_INVALID",
    "requestCert",
  ),
  refused(
    "E13.sni-mismatch",
    "a name with the key of another certificate is refused",
    { tls: { sni: { "a.test": { cert: A_CERTIFICATE.cert, key: OTHER_KEY } } } },
    "ERR_TLS_KEY_MISMATCH",
    "sni",
  ),
  refused(
    "E13.locked",
    "an encrypted key needs a pass phrase",
    { key: ENCRYPTED_KEY },
    "ERR_TLS_PASSPHRASE",
  ),
  refused(
    "E13.wrong",
    "a wrong pass phrase is told",
    { key: ENCRYPTED_KEY, tls: { passphrase: "wrong" } },
    "ERR_TLS_PASSPHRASE",
    "tls",
  ),
  refused(
    "E13.wrong-old",
    "a wrong pass phrase is told of a key in OpenSSL's older form, too",
    { key: ENCRYPTED_EC_KEY, tls: { passphrase: "wrong" } },
    "ERR_TLS_PASSPHRASE",
    "tls",
  ),
  ...Object.entries(USES).map(([name, options]): InsideCase => ({
    id: `E04.tls-${name}`,
    title: `tls.${name} is taken where the capabilities say so, and refused elsewhere`,
    run: (api) => {
      const probe = api.serve(api.listens ? LOCAL : {}, hello);
      const { tlsOptions } = probe.capabilities;
      void probe.shutdown();
      const names: readonly string[] = [name, ...Object.keys(options.tls ?? {})];
      const can = names.every((option) => (tlsOptions as readonly string[]).includes(option));
      const wanted = can ? "nothing thrown" : "ERR_OPTION_UNSUPPORTED";
      return codeOf(api, { cert, key, ...options }) === wanted;
    },
    expect: true,
  })),
  {
    id: "E13.reload-ask",
    title:
      "reload() refuses to begin to ask clients for certificates, and keeps what it cannot use out",
    needs: "tlsReload",
    run: (api) =>
      withServer(api.serve({ ...LOCAL, cert, key }, hello), (server) => {
        const code = (tls: object, files: object = OTHER_CERTIFICATE): string =>
          (thrown(() => server.reload({ ...files, tls })) as { code: string }).code;
        return [
          code({ requestCert: true, ca: CLIENT_CA }),
          code({ ca: CLIENT_CA }),
          code({ sni: { "a.test": { ...A_CERTIFICATE, key } } }),
          code({ passphrase: "wrong" }, { cert, key: ENCRYPTED_KEY }),
        ];
      }),
    expect: [
      "ERR_TLS_OPTION_INVALID",
      "ERR_TLS_OPTION_INVALID",
      "ERR_TLS_KEY_MISMATCH",
      "ERR_TLS_PASSPHRASE",
    ],
  },
];
