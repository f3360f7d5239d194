/**
 * Whether what a handler returned can be sent (P01 to P05, P27).
 *
 * @module
 */
import { lockedBody } from "./body.ts";
import { failure } from "./errors.ts";
import { adopt, isForeign } from "./foreign.ts";
import { knownBody } from "./known_bodies.ts";
import { isUpgradeResponse } from "./ticket.ts";

/** P02 to P05 and P27: refuses what cannot be sent. */
export function check(value: unknown): Response {
  if (isForeign(value)) return adopt(value);
  if (!(value instanceof Response)) {
    throw failure(
      "ERR_RESPONSE_INVALID",
      "Return value from serve handler must be a response or a promise resolving to a response",
    );
  }
  if (isUpgradeResponse(value)) return value;
  let type: string;
  try {
    type = value.type;
  } catch (cause) {
    // P03: the platform's getters check the brand of their object.
    throw failure(
      "ERR_RESPONSE_INVALID",
      "Return value from serve handler must be a Response constructed via the Response constructor in this realm",
      { cause },
    );
  }
  if (type === "error") {
    throw failure(
      "ERR_RESPONSE_IS_ERROR",
      "Return value from serve handler must not be an error response (like Response.error())",
    );
  }
  if (value.status === 101) {
    throw failure(
      "ERR_RESPONSE_UPGRADE",
      "Cannot send status 101: the response was not made by upgradeWebSocket()",
    );
  }
  if (value.bodyUsed) {
    // P05: on Bun a body counts as used as soon as a reader of it was asked for (1.4.5).
    const known = knownBody(value);
    if (known?.shown === true && known.read !== true && value.body?.locked) throw lockedBody();
    throw failure(
      "ERR_RESPONSE_USED",
      "The body of the Response returned from the serve handler has already been consumed",
    );
  }
  return value;
}
