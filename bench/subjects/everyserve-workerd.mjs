/** Ours on workerd. `BENCH_SCENARIO` is put in when it is bundled. */
import { serve } from "everyserve";
import { chosenHandler } from "./app.mjs";

export default serve(chosenHandler(BENCH_SCENARIO));
