// The options bag as the first argument: listens on port 4242, and on this machine only.
// On Workers the platform listens: there `port` and `hostname` have no effect.
import { serve } from "everyserve";

export default serve({ port: 4242, hostname: "127.0.0.1" }, () => new Response("Hello, World!"));
