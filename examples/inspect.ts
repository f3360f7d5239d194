// Reads every part of a request: try `curl -d "some text" "http://localhost:8000/a/path?q=1"`.
import { serve } from "everyserve";

export default serve(async (request) => {
  console.log("Method:", request.method);

  const url = new URL(request.url);
  console.log("URL:", request.url);
  console.log("Path:", url.pathname);
  console.log("Query parameters:", Object.fromEntries(url.searchParams));

  console.log("Headers:", Object.fromEntries(request.headers));

  if (request.body) {
    try {
      console.log("Body:", await request.text());
    } catch (error) {
      // The client hung up before the whole body had arrived. Every way of reading a body can fail
      // like this: json(), formData(), arrayBuffer(), body.getReader().read(), body.pipeTo(), …
      console.error("The client hung up:", error);
      return new Response("The body is incomplete", { status: 400 });
    }
  }

  return new Response("Hello, World!");
});
