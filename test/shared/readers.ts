/**
 * The ways to read the body of a request, as the routes of the app name them.
 *
 * @module
 */
export const READERS = [
  "text",
  "json",
  "arrayBuffer",
  "blob",
  "bytes",
  "formData",
  "reader",
  "byob",
  "pipeTo",
  "iterate",
] as const;
