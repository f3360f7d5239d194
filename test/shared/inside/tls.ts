/**
 * Section 1 of the contract: certificate and key.
 *
 * @module
 */
import { OTHER_CERTIFICATE, OTHER_KEY, TEST_CERTIFICATE } from "../certificate.ts";
import { hello, type InsideCase, LOCAL, thrown, withServer } from "./case.ts";

const { cert, key } = TEST_CERTIFICATE;
const EMPTY_CERT = cert.replaceAll(/\n[^-\n]+/g, "\nAAAA");

const invalid = (id: string, what: string, options: object, message: string): InsideCase => ({
  id: `S32.${id}`,
  title: `${what} is InvalidData: ${message}`,
  run: ({ serve }) => thrown(() => serve({ ...LOCAL, ...options }, hello)),
  expect: { name: "InvalidData", message, code: "ERR_TLS_INVALID", instanceOf: "TypeError" },
});

export const tlsCases: readonly InsideCase[] = [
  invalid(
    "cert",
    "a certificate that is no PEM",
    { cert: "x", key },
    "No certificates found in certificate data",
  ),
  invalid(
    "cert-is-key",
    "a key in place of a certificate",
    { cert: key, key },
    "No certificates found in certificate data",
  ),
  invalid("key", "a key that is no PEM", { cert, key: "x" }, "No keys found in key data"),
  invalid(
    "key-is-cert",
    "a certificate in place of a key",
    { cert, key: cert },
    "No keys found in key data",
  ),
  {
    id: "S32.mismatch",
    title: "the key of another certificate is refused",
    needs: "tls",
    run: ({ serve }) => thrown(() => serve({ ...LOCAL, cert, key: OTHER_KEY }, hello)),
    expect: {
      name: "Error",
      message: "keys may not be consistent: KeyMismatch",
      code: "ERR_TLS_KEY_MISMATCH",
    },
  },
  {
    id: "S32.garbage",
    title: "a certificate that has the form and no content is InvalidData",
    needs: "tls",
    run: ({ serve }) => {
      const { name, code } = thrown(() => serve({ ...LOCAL, cert: EMPTY_CERT, key }, hello)) as {
        name: string;
        code: string;
      };
      return { name, code };
    },
    expect: { name: "InvalidData", code: "ERR_TLS_INVALID" },
  },
  {
    id: "S37.reload-plain",
    title: "reload() of a server without HTTPS says so, or that the host cannot",
    needs: "listen",
    run: (api) =>
      withServer(api.serve(LOCAL, hello), (server) => {
        const { code } = thrown(() => server.reload(OTHER_CERTIFICATE)) as { code: string };
        return (
          code === (server.capabilities.tlsReload ? "ERR_TLS_ABSENT" : "ERR_OPTION_UNSUPPORTED")
        );
      }),
    expect: true,
  },
  {
    id: "S32.reload",
    title: "reload() refuses what serve() would",
    needs: "tls",
    run: (api) =>
      withServer(api.serve({ ...LOCAL, cert, key }, hello), (server) =>
        ([{ cert: "x", key }, { cert, key: "x" }, { cert }] as { cert: string; key: string }[]).map(
          (files) => (thrown(() => server.reload(files)) as { code: string }).code,
        ),
      ),
    expect: ["ERR_TLS_INVALID", "ERR_TLS_INVALID", "ERR_TLS_INCOMPLETE"],
  },
  {
    id: "S22.https",
    title: "with a certificate the line names https",
    needs: "tls",
    run: ({ serve }) => {
      const server = serve({ port: 0, hostname: "127.0.0.1", cert, key }, hello);
      return withServer(server, ({ addr }) => addr.transport);
    },
    expect: "tcp",
    stderr: [/^Listening on https:\/\/127\.0\.0\.1:\d+\/\n$/],
  },
  {
    id: "S22.https-unspecified",
    title: "so does the name localhost beside it",
    needs: "tls",
    run: ({ serve }) => withServer(serve({ port: 0, cert, key }, hello), () => "logged"),
    expect: "logged",
    stderr: [/^Listening on https:\/\/0\.0\.0\.0:(\d+)\/ \(https:\/\/localhost:\1\/\)\n$/],
  },
];
