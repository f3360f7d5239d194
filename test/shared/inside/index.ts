/**
 * All rows that run inside a runtime.
 *
 * @module
 */
import { abortCases } from "./abort.ts";
import { addressCases } from "./address.ts";
import { answerCases } from "./answers.ts";
import { appCases } from "./app.ts";
import { argumentCases } from "./arguments.ts";
import type { InsideCase } from "./case.ts";
import { compressCases } from "./compress.ts";
import { drainCases } from "./drain.ts";
import { http2Cases } from "./http2.ts";
import { http2DrainCases } from "./http2_drain.ts";
import { http3Cases } from "./http3.ts";
import { http2SocketCases } from "./http2_sockets.ts";
import { infoCases } from "./info.ts";
import { listeningCases } from "./listening.ts";
import { optionCases } from "./options.ts";
import { portCases } from "./ports.ts";
import { requestCases } from "./requests.ts";
import { serverCases } from "./server.ts";
import { socketCases } from "./sockets.ts";
import { stoppingCases, stoppingUnixCases } from "./stopping.ts";
import { tlsCases } from "./tls.ts";
import { tlsOptionCases } from "./tls_options.ts";
import { unixCases } from "./unix.ts";
import { unixTlsCases } from "./unix_tls.ts";

export const INSIDE_CASES: readonly InsideCase[] = [
  ...argumentCases,
  ...portCases,
  ...addressCases,
  ...listeningCases,
  ...unixCases,
  ...unixTlsCases,
  ...optionCases,
  ...tlsCases,
  ...tlsOptionCases,
  ...compressCases,
  ...serverCases,
  ...drainCases,
  ...abortCases,
  ...stoppingCases,
  ...stoppingUnixCases,
  ...http2Cases,
  ...http2DrainCases,
  ...http3Cases,
  ...requestCases,
  ...infoCases,
  ...answerCases,
  ...appCases,
  ...socketCases,
  ...http2SocketCases,
];
