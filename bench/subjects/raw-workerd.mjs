/** The control on workerd: a bare module. `BENCH_SCENARIO` is put in when it is bundled. */
import { chosenHandler } from "./app.mjs";

export default { fetch: chosenHandler(BENCH_SCENARIO) };
