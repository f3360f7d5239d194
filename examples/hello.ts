// The smallest server: it answers every request with the same text, on port 8000.
import { serve } from "everyserve";

export default serve(() => new Response("Hello, World!"));
