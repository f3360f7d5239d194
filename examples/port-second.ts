// The same as port.ts, with the handler first and the options bag second.
import { serve } from "everyserve";

export default serve(() => new Response("Hello, World!"), { port: 4242, hostname: "127.0.0.1" });
