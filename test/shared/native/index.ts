/**
 * The rows of E09: request and response are the platform's objects in every way that a handler can
 * observe.
 *
 * @module
 */
import type { InsideCase } from "../inside/case.ts";
import { bodyNatives } from "./body.ts";
import { bodyStateNatives } from "./body_state.ts";
import { capturedNatives } from "./captured.ts";
import { constructNatives } from "./construct.ts";
import { makeNatives } from "./make.ts";
import { headerNatives } from "./headers.ts";
import { requestNatives } from "./request.ts";
import { requestCopyNatives } from "./request_copy.ts";
import { responseNatives } from "./response.ts";
import { responseSentNatives } from "./response_sent.ts";
import { shownNatives } from "./shown.ts";
import { standardBody } from "./standard_body.ts";
import { standardForm } from "./standard_form.ts";
import { standardHeaders } from "./standard_headers.ts";
import { standardRequest } from "./standard_request.ts";
import { standardResponse } from "./standard_response.ts";

export const NATIVE_CASES: readonly InsideCase[] = [
  ...requestNatives,
  ...requestCopyNatives,
  ...headerNatives,
  ...bodyNatives,
  ...bodyStateNatives,
  ...responseNatives,
  ...responseSentNatives,
  ...constructNatives,
  ...makeNatives,
  ...capturedNatives,
  ...shownNatives,
  ...standardHeaders,
  ...standardRequest,
  ...standardResponse,
  ...standardBody,
  ...standardForm,
];
