/**
 * Changing the members of a platform's class in place, so that they know objects of ours: also for
 * code that took the class, or a getter of it, aside before.
 *
 * @module
 */

const ordinaryHasInstance = Function.prototype[Symbol.hasInstance];

/** What a class of the platform is to know. */
export interface Pupil {
  /** Whether a value is one of ours. */
  is(value: unknown): boolean;
  /** The members that ours have instead of the platform's. */
  members: object;
}

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Routes each member of `prototype` that `members` has too: to ours for an object of ours, else to
 * the platform's. A member that the platform lacks is added.
 */
export function teachMembers(prototype: object, { is, members }: Pupil): void {
  for (const key of Reflect.ownKeys(members)) {
    if (key === "constructor") continue;
    const ours = Object.getOwnPropertyDescriptor(members, key)!;
    const theirs = find(prototype, key);
    if (theirs !== undefined && theirs.configurable === false) continue;
    Object.defineProperty(prototype, key, route(theirs, ours, is));
  }
}

/** `value instanceof target` is true for ours and for what `native` made. */
export function teachInstanceof(target: object, native: object, is: Pupil["is"]): void {
  Object.defineProperty(target, Symbol.hasInstance, {
    // Subclasses inherit this: for them only the prototype chain counts.
    value(this: object, value: unknown) {
      if (this === target && is(value)) return true;
      if (ordinaryHasInstance.call(this as never, value)) return true;
      return this === target && ordinaryHasInstance.call(native as never, value);
    },
    configurable: true,
  });
}

/** Gives `made` the name and the length of `original`, which a user may read. */
export function like<F extends (...args: never[]) => unknown>(original: AnyFunction, made: F): F {
  const { name, length } = original;
  Object.defineProperty(made, "name", { value: name, configurable: true });
  return Object.defineProperty(made, "length", { value: length, configurable: true });
}

/**
 * Gives `members` every accessor and method of the platform's prototype that it does not define
 * itself, answered by the real thing; the rest is made as enumerable as the platform's.
 */
export function delegateRest(
  members: object,
  native: object,
  materialise: (ours: never) => object,
): void {
  for (const key of Reflect.ownKeys(native)) {
    if (key === "constructor") continue;
    const theirs = Object.getOwnPropertyDescriptor(native, key)!;
    if (Object.hasOwn(members, key)) {
      Object.defineProperty(members, key, { enumerable: theirs.enumerable ?? false });
      continue;
    }
    const ours: PropertyDescriptor = { ...theirs };
    for (const part of ["get", "value"] as const) {
      const their = theirs[part] as AnyFunction | undefined;
      if (typeof their !== "function") continue;
      ours[part] = like(their, function (this: unknown, ...args) {
        return their.apply(materialise(this as never), args);
      });
    }
    Object.defineProperty(members, key, ours);
  }
}

/** On workerd some members stand on the prototype of a parent class. */
function find(prototype: object, key: PropertyKey): PropertyDescriptor | undefined {
  for (let from: object | null = prototype; from !== null && from !== Object.prototype;) {
    const found = Object.getOwnPropertyDescriptor(from, key);
    if (found !== undefined) return found;
    from = Object.getPrototypeOf(from) as object | null;
  }
  return undefined;
}

function route(
  theirs: PropertyDescriptor | undefined,
  ours: PropertyDescriptor,
  is: Pupil["is"],
): PropertyDescriptor {
  // Members of the platform's interfaces are enumerable (Web IDL 3.7.6).
  const routed: PropertyDescriptor = { ...(theirs ?? { ...ours, enumerable: true }) };
  if (ours.get !== undefined) {
    const our = ours.get;
    const their = theirs?.get ?? nothing;
    routed.get = like(theirs?.get ?? our, function (this: unknown) {
      return (is(this) ? our : their).call(this);
    });
  } else if (typeof ours.value === "function" && typeof theirs?.value === "function") {
    const [our, their] = [ours.value as AnyFunction, theirs.value as AnyFunction];
    routed.value = like(their, function (this: unknown, ...args) {
      return (is(this) ? our : their).apply(this, args);
    });
  }
  return routed;
}

function nothing(): undefined {
  return undefined;
}
