/** The script of the page: each panel starts by itself. */
import { startEchoPanel } from "./echo.ts";
import { startRuntimePanel } from "./runtime.ts";
import { startSocketPanel } from "./socket.ts";
import { startStreamPanel } from "./stream.ts";

startRuntimePanel();
startStreamPanel();
startEchoPanel();
startSocketPanel();
