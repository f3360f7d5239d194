/**
 * Garbage, where workerd was started with `--expose-gc`.
 *
 * @module
 */

/** Collects it, so that what is left of the heap is what is held. */
export function collect(): void {
  const { gc } = globalThis as { gc?: () => void };
  for (let i = 0; i < 3; i++) gc?.();
}
