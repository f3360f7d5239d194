/**
 * `onopen` and its like: one listener each, at the place where it was first set (HTML 8.1.8.1).
 *
 * @module
 */

type Handler = ((event: never) => unknown) | null;

/** The handlers of one object. */
export class EventHandlers {
  readonly #target: EventTarget;
  #handlers: Map<string, { value: Handler; listener: (event: Event) => void }> | undefined;

  /** The handler that the platform is not to find. */
  #hidden: string | undefined;

  constructor(target: EventTarget) {
    this.#target = target;
  }

  get(type: string): Handler {
    if (this.#hidden === type) {
      this.#hidden = undefined;
      return null;
    }
    return this.#handlers?.get(type)?.value ?? null;
  }

  /** What is no object is null; an object that cannot be called is kept and not called. */
  set(type: string, value: unknown): void {
    const handlers = (this.#handlers ??= new Map());
    const known = handlers.get(type);
    if ((typeof value !== "object" || value === null) && typeof value !== "function") {
      if (known !== undefined) this.#target.removeEventListener(type, known.listener);
      handlers.delete(type);
      return;
    }
    if (known !== undefined) {
      known.value = value as Handler;
      return;
    }
    const target = this.#target;
    const made = {
      value: value as Handler,
      listener(event: Event) {
        if (typeof made.value === "function") made.value.call(target, event as never);
      },
    };
    handlers.set(type, made);
    target.addEventListener(type, made.listener);
  }

  /**
   * An event is about to be dispatched, or was. workerd's EventTarget first calls a member `on<type>`
   * by itself, at no place and for no `this`: it finds none.
   */
  dispatching(type: string | undefined): void {
    this.#hidden = type !== undefined && callsHandlers() ? type : undefined;
  }
}

let known: boolean | undefined;

/** Whether the platform's EventTarget calls `on<type>` of any object, standard or not. */
function callsHandlers(): boolean {
  if (known !== undefined) return known;
  known = false;
  const probe = Object.assign(new EventTarget(), { onprobe: () => (known = true) });
  probe.dispatchEvent(new Event("probe"));
  return known;
}
