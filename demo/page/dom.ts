/** The few helpers that the panels share. */

/** The element with this id; a missing one is a mistake in index.html, said at once. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`No ${type.name} with the id "${id}"`);
  return element;
}

/** Sets the text of the element with this id. */
export function say(id: string, text: string): void {
  byId(id, HTMLElement).textContent = text;
}

/** An element with text and, perhaps, a class. */
export function make(tag: string, text: string, className = ""): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

/** Milliseconds as people read them: `"4 ms"`, `"12.3 s"`. */
export function duration(ms: number): string {
  return ms < 1000 ? `${Math.max(0, Math.round(ms))} ms` : `${(ms / 1000).toFixed(1)} s`;
}
