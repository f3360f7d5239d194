/**
 * Every error that everyserve throws itself, one row per stable code.
 *
 * docs/errors.md has one section per row; `test/house/docs.test.ts` fails when either has a code that
 * the other lacks.
 *
 * @module
 */

/** Code → the class of its error. TypeError for a wrong shape, RangeError for out of range. */
export const ERROR_CLASSES = {
  ERR_HANDLER_MISSING: "TypeError",
  ERR_HANDLER_INVALID: "TypeError",
  ERR_PORT_INVALID: "TypeError",
  ERR_PORT_OUT_OF_RANGE: "RangeError",
  ERR_HOSTNAME_INVALID: "TypeError",
  ERR_HOSTNAME_EMPTY: "URIError",
  ERR_PATH_INVALID: "TypeError",
  ERR_BACKLOG_INVALID: "TypeError",
  ERR_TIMEOUT_INVALID: "TypeError",
  ERR_TIMEOUT_OUT_OF_RANGE: "RangeError",
  ERR_LIMIT_INVALID: "TypeError",
  ERR_LIMIT_OUT_OF_RANGE: "RangeError",
  ERR_SIGNAL_INVALID: "TypeError",
  ERR_ON_LISTEN_INVALID: "TypeError",
  ERR_ON_ERROR_INVALID: "TypeError",
  ERR_COMPRESSION_INVALID: "TypeError",
  ERR_COMPRESSION_OUT_OF_RANGE: "RangeError",
  ERR_TLS_INCOMPLETE: "TypeError",
  ERR_TLS_INVALID: "TypeError",
  ERR_TLS_KEY_MISMATCH: "Error",
  ERR_TLS_PASSPHRASE: "Error",
  ERR_TLS_OPTION_INVALID: "TypeError",
  ERR_TLS_ABSENT: "Error",
  ERR_TLS_FILES_UNSUPPORTED: "TypeError",
  ERR_ALPN_UNSUPPORTED: "TypeError",
  ERR_REQUIRE_INVALID: "TypeError",
  ERR_CAPABILITY_MISSING: "Error",
  ERR_OPTION_UNSUPPORTED: "Error",
  ERR_RUNTIME_UNSUPPORTED: "Error",
  ERR_REQUEST_INVALID: "TypeError",
  ERR_REQUEST_TIMEOUT: "Error",
  ERR_BODY_TOO_LARGE: "RangeError",
  ERR_BODY_DISCARDED: "TypeError",
  ERR_RESPONSE_INVALID: "TypeError",
  ERR_RESPONSE_IS_ERROR: "TypeError",
  ERR_RESPONSE_USED: "TypeError",
  ERR_RESPONSE_LOCKED: "TypeError",
  ERR_RESPONSE_UPGRADE: "TypeError",
  ERR_RESPONSE_HEADER: "TypeError",
  ERR_BODY_CHUNK: "TypeError",
  ERR_BODY_LENGTH: "Error",
  ERR_HEADERS_IMMUTABLE: "TypeError",
  ERR_FETCH_CAPTURED: "TypeError",
  ERR_FETCH_METHOD: "TypeError",
  ERR_INTERRUPTED: "Error",
  ERR_WAIT_UNTIL_INVALID: "TypeError",
  ERR_UPGRADE_UNSUPPORTED: "TypeError",
  ERR_UPGRADE_FOREIGN: "TypeError",
  ERR_UPGRADE_HEADER: "TypeError",
  ERR_UPGRADE_REQUEST: "TypeError",
  ERR_UPGRADE_PROTOCOL: "TypeError",
  ERR_UPGRADE_OPTION: "TypeError",
  ERR_UPGRADE_TWICE: "Error",
  ERR_UPGRADE_LATE: "TypeError",
  ERR_SOCKET_SEND: "TypeError",
} as const;

const CLASSES = { Error, TypeError, RangeError, URIError };

/** A stable handle for an error; see docs/errors.md. */
export type ErrorCode = keyof typeof ERROR_CLASSES;

/** An error with its code. */
export type CodedError = Error & { code: ErrorCode };

/** What an error may carry beside its message. */
export interface FailureOptions {
  /** `error.name` where a clause quotes one that is not the class's own. */
  name?: string;
  cause?: unknown;
}

/** Makes the error of a code. */
export function failure(code: ErrorCode, message: string, options?: FailureOptions): CodedError {
  const error = new CLASSES[ERROR_CLASSES[code]](
    message,
    options && "cause" in options ? { cause: options.cause } : undefined,
  );
  if (options?.name !== undefined) define(error, "name", options.name);
  return define(error, "code", code) as CodedError;
}

/** `AbortError` with the words of R61: why `request.signal` aborts when the client has gone. */
export function cancelledReason(): DOMException {
  return new DOMException("The request has been cancelled.", "AbortError");
}

/** I06: the response did not reach the client. */
export function interrupted(cause?: unknown): CodedError {
  return failure("ERR_INTERRUPTED", "HTTP response was not sent successfully", {
    name: "Interrupted",
    cause,
  });
}

/** A body that is longer than `limits.bodySize` (E06). */
export function bodyTooLarge(limit: number): CodedError {
  return failure(
    "ERR_BODY_TOO_LARGE",
    `Cannot read the body: it is larger than limits.bodySize, ${limit} bytes`,
  );
}

/** A body that took longer than `timeouts.request` (E06). */
export function bodyTooLate(limit: number): CodedError {
  return failure(
    "ERR_REQUEST_TIMEOUT",
    `Cannot read the body: it did not arrive within timeouts.request, ${limit} ms`,
  );
}

/** A body that was still arriving when the response went out, and that nobody had begun to read. */
export function bodyDiscarded(): CodedError {
  return failure(
    "ERR_BODY_DISCARDED",
    "Cannot read the body: it was still arriving when the response was sent, and was discarded",
  );
}

/** The status of a body that was refused while it was read (RFC 9110 15.5.9, 15.5.14). */
export function refusalOf(error: unknown): 408 | 413 | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ERR_BODY_TOO_LARGE") return 413;
  return code === "ERR_REQUEST_TIMEOUT" ? 408 : undefined;
}

/**
 * P36: the reason that a body stream's `cancel(reason)` gets, on every host. A string, as on Deno.
 */
export const RESOURCE_CLOSED = "resource closed";

function define(error: Error, key: string, value: string): Error {
  return Object.defineProperty(error, key, {
    value,
    writable: true,
    enumerable: false,
    configurable: true,
  });
}
