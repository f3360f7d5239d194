/** Just enough of HTTP/1.1 to see where an answer ends. */

/**
 * Returns a function that is fed bytes and calls `done(status)` at the end of each answer. It
 * returns false when the answer cannot be delimited.
 */
export function parser(done) {
  let held = Buffer.alloc(0);
  let status = 0;
  /** Bytes of body still to come; -1 in a head, -2 where a chunk size stands. */
  let left = -1;
  let chunked = false;

  function head() {
    const end = held.indexOf("\r\n\r\n");
    if (end === -1) return false;
    const text = held.latin1Slice(0, end).toLowerCase();
    held = held.subarray(end + 4);
    status = Number(text.slice(9, 12));
    chunked = /\r\ntransfer-encoding: *chunked/.test(text);
    left = chunked ? -2 : Number(/\r\ncontent-length: *(\d+)/.exec(text)?.[1] ?? Number.NaN);
    return true;
  }

  function chunkSize() {
    const end = held.indexOf("\r\n");
    if (end === -1) return false;
    // The two bytes after the data count with it; the last chunk has an empty trailer.
    left = Number.parseInt(held.latin1Slice(0, end), 16) + 2;
    if (left === 2) chunked = false;
    held = held.subarray(end + 2);
    return true;
  }

  return function feed(data) {
    held = held.length === 0 ? data : Buffer.concat([held, data]);
    for (;;) {
      if (left === -1 && !head()) return true;
      if (left === -2 && !chunkSize()) return true;
      if (Number.isNaN(left)) return false;
      const taken = Math.min(left, held.length);
      left -= taken;
      held = held.subarray(taken);
      if (left > 0) return true;
      left = chunked ? -2 : -1;
      if (!chunked) done(status);
      if (held.length === 0) return true;
    }
  };
}
