// HTTPS, and HTTP/2 with it, on port 8443: the port of its own, 443, needs a privilege on most systems.
// In a clone of the repository `npm run certificate` makes a certificate for localhost.
// On Workers the platform holds the certificate.
import { readFileSync } from "node:fs";
import { serve } from "everyserve";

export default serve(
  {
    port: 8443,
    cert: readFileSync("./cert.pem", "utf8"),
    key: readFileSync("./key.pem", "utf8"),
  },
  () => new Response("Hello, World!"),
);
