// A handler may be async: it returns a promise of a response.
import { serve } from "everyserve";

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export default serve(async () => {
  await sleep(100);
  return new Response("Hello, World! (a moment later)");
});
