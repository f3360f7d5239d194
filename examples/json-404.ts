// A status, a JSON body and a header of one's own.
import { serve } from "everyserve";

export default serve(() => {
  const body = JSON.stringify({ message: "NOT FOUND" });
  return new Response(body, {
    status: 404,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "x-hint": "nothing lives here",
    },
  });
});
