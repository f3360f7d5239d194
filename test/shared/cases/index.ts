/**
 * All rows that are played over a socket.
 *
 * @module
 */
import type { WireCase } from "../case.ts";
import { bodyCases } from "./body.ts";
import { bodyEdgeCases } from "./body_edges.ts";
import { completedCases } from "./completed.ts";
import { compressAcceptCases } from "./compress_accept.ts";
import { compressEligibleCases } from "./compress_eligible.ts";
import { compressSentCases } from "./compress_sent.ts";
import { failureCases } from "./failure.ts";
import { framingCases } from "./framing.ts";
import { hangupCases } from "./hangup.ts";
import { headerEdgeCases } from "./header_edges.ts";
import { headerCases } from "./headers.ts";
import { moreCases } from "./more.ts";
import { pageCases } from "./page.ts";
import { proxyCases } from "./proxy.ts";
import { requestCases } from "./request.ts";
import { responseCases } from "./response.ts";
import { responseEdgeCases } from "./response_edges.ts";
import { familyCases } from "./socket_families.ts";
import { handshakeCases } from "./socket_handshake.ts";
import { socketCloseCases } from "./socket_close.ts";
import { socketFloodCases } from "./socket_flood.ts";
import { socketMessageCases } from "./socket_message.ts";
import { streamCases } from "./stream.ts";
import { targetCases } from "./target.ts";
import { uploadCases } from "./upload.ts";

export const WIRE_CASES: readonly WireCase[] = [
  ...pageCases,
  ...requestCases,
  ...targetCases,
  ...headerCases,
  ...bodyCases,
  ...uploadCases,
  ...hangupCases,
  ...completedCases,
  ...failureCases,
  ...responseCases,
  ...framingCases,
  ...responseEdgeCases,
  ...streamCases,
  ...moreCases,
  ...headerEdgeCases,
  ...bodyEdgeCases,
  ...proxyCases,
  ...compressAcceptCases,
  ...compressEligibleCases,
  ...compressSentCases,
  ...handshakeCases,
  ...socketFloodCases,
  ...socketMessageCases,
  ...socketCloseCases,
  ...familyCases,
];
