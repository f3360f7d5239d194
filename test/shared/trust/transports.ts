/**
 * Rows about connections that are asked again over TLS and on unix sockets (section 8, R28, R37, P36).
 *
 * @module
 */
import { abortCases } from "../inside/abort.ts";
import type { InsideCase } from "../inside/case.ts";
import { drainCases } from "../inside/drain.ts";
import { http2Cases } from "../inside/http2.ts";
import { http2DrainCases } from "../inside/http2_drain.ts";
import { only, over } from "../inside/over.ts";
import { socketCases } from "../inside/sockets.ts";
import { stoppingCases } from "../inside/stopping.ts";
import { drainingCases } from "./drains.ts";
import { hostileCases } from "./hostile.ts";

const MOVED: readonly InsideCase[] = [
  ...drainingCases,
  ...drainCases.filter(({ id, needs }) => needs === "listen" && id !== "X06.same-turn"),
  ...only(stoppingCases, "X01.during", "X02.draining", "X09.listener", "X13.gone-socket"),
  ...abortCases.filter(({ id }) => !/^X06|^X10|^X12\.after/.test(id)),
  ...only(socketCases, "W49.frame", "W50.closing", "W50.during", "W51.abort"),
  ...only(
    hostileCases,
    "R37.resets",
    "R37.halves",
    "R37.behind-half",
    "R60.resets",
    "P36.resets",
    "R28.halves",
    "R28.refused-pipelined",
    "R57.deep",
  ),
];

/** What is no matter of cleartext alone, and asks `fetch()` nothing. */
const HTTP2: readonly InsideCase[] = [...http2Cases, ...http2DrainCases].filter(
  ({ id }) => !/^X05|^X02/.test(id),
);

export const transportCases: readonly InsideCase[] = [
  ...over("h2", HTTP2),
  ...over("tls", MOVED),
  ...over("unix", MOVED),
];
