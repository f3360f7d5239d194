/**
 * The platform's own objects, kept from before the stand-ins were installed.
 *
 * @module
 */

export const NativeRequest: typeof Request = globalThis.Request;
export const NativeResponse: typeof Response = globalThis.Response;
export const NativeHeaders: typeof Headers = globalThis.Headers;
export const nativeFetch: typeof fetch = globalThis.fetch;

const ordinaryHasInstance = Function.prototype[Symbol.hasInstance];

/** What patches a class of the platform so that its members and `instanceof` know stand-ins. */
export interface StandIn {
  /** Whether a value is one of ours. */
  is(value: unknown): boolean;
  /** Where the members of stand-ins are. */
  members: object;
}

/**
 * Makes the members of a platform class work on stand-ins too, also for code that took a getter or
 * the class itself aside before: they are changed in place.
 */
export function teach(native: { prototype: object }, standIn: StandIn): void {
  const { prototype } = native;
  for (const key of Reflect.ownKeys(prototype)) {
    const theirs = Object.getOwnPropertyDescriptor(prototype, key)!;
    const ours = Object.getOwnPropertyDescriptor(standIn.members, key);
    if (key === "constructor" || ours === undefined || !theirs.configurable) continue;
    Object.defineProperty(prototype, key, route(theirs, ours, standIn));
  }
  teachInstanceof(native, native, standIn);
}

/** `value instanceof target` is true for stand-ins and for what `native` made. */
export function teachInstanceof(target: object, native: object, standIn: StandIn): void {
  Object.defineProperty(target, Symbol.hasInstance, {
    // Subclasses inherit this: for them only the prototype chain counts.
    value(this: object, value: unknown) {
      if (ordinaryHasInstance.call(this as never, value)) return true;
      if (this !== target) return false;
      return standIn.is(value) || ordinaryHasInstance.call(native as never, value);
    },
    configurable: true,
  });
}

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

function route(
  theirs: PropertyDescriptor,
  ours: PropertyDescriptor,
  standIn: StandIn,
): PropertyDescriptor {
  const routed: PropertyDescriptor = { ...theirs };
  if (theirs.get !== undefined && ours.get !== undefined) {
    const [their, our] = [theirs.get, ours.get];
    routed.get = like(their, function (this: unknown) {
      return (standIn.is(this) ? our : their).call(this);
    });
  } else if (typeof theirs.value === "function" && typeof ours.value === "function") {
    const [their, our] = [theirs.value as AnyFunction, ours.value as AnyFunction];
    routed.value = like(their, function (this: unknown, ...args) {
      return (standIn.is(this) ? our : their).apply(this, args);
    });
  }
  return routed;
}

/** `made` with the name and the length of `original`, which a user may read. */
export function like<F extends AnyFunction>(original: AnyFunction, made: F): F {
  const { name, length } = original;
  Object.defineProperty(made, "name", { value: name, configurable: true });
  return Object.defineProperty(made, "length", { value: length, configurable: true });
}

/**
 * Gives `members` every accessor and method of the platform's prototype that it does not define
 * itself: those that a stand-in answers by becoming the real thing.
 */
export function delegateRest(
  members: object,
  native: object,
  materialise: (standIn: never) => object,
): void {
  for (const key of Reflect.ownKeys(native)) {
    if (key === "constructor" || Object.hasOwn(members, key)) continue;
    const theirs = Object.getOwnPropertyDescriptor(native, key)!;
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
