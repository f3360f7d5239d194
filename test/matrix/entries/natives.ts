/**
 * The platform's own objects, taken aside. Imported before everyserve.
 *
 * @module
 */
import type { Natives } from "../../shared/inside/case.ts";

const { Request, Response, Headers, fetch } = globalThis;

export const natives: Natives = { Request, Response, Headers, fetch };
