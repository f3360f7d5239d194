import { explainCompression, serve } from "everyserve";

const page = `<!doctype html><title>Compressed</title>${"<p>The quick brown fox</p>".repeat(100)}`;

export default serve((request) => {
  const response = new Response(page, { headers: { "content-type": "text/html" } });
  console.log(explainCompression(request, response).reason);
  return response;
});
