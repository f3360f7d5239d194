// A body that repeats a line every second until the client hangs up: try `curl -N localhost:8000`.
import { serve } from "everyserve";

export default serve(() => {
  let timer: number | undefined;
  const body = new ReadableStream<string>({
    start(controller) {
      timer = setInterval(() => controller.enqueue("Hello, World!\n"), 1000);
    },
    // Runs when the client hangs up. Without it the timer would queue lines forever, and the server
    // would run out of memory.
    cancel() {
      clearInterval(timer);
      console.log("The client hung up");
    },
  });
  return new Response(body.pipeThrough(new TextEncoderStream()), {
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
});
