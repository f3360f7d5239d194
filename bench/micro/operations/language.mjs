/** Where an object of ours may keep its state, and what a call costs. */
const kUrl = Symbol("url");
const kHeaders = Symbol("headers");
const kBody = Symbol("body");
const kUsed = Symbol("used");

class PublicFields {
  constructor(url) {
    this.url = url;
    this.headers = undefined;
    this.body = undefined;
    this.used = false;
  }
}

class PrivateFields {
  #url;
  #headers;
  #body;
  #used = false;
  constructor(url) {
    this.#url = url;
  }
  get url() {
    return this.#url;
  }
  get rest() {
    return [this.#headers, this.#body, this.#used];
  }
}

class SymbolFields {
  constructor(url) {
    this[kUrl] = url;
    this[kHeaders] = undefined;
    this[kBody] = undefined;
    this[kUsed] = false;
  }
  get url() {
    return this[kUrl];
  }
}

/** A stand-in: on the platform's prototype, without its constructor having run. */
class OnRequest {
  #url;
  constructor(url) {
    this.#url = url;
  }
  get url() {
    return this.#url;
  }
}
Object.setPrototypeOf(OnRequest.prototype, Request.prototype);

const states = new WeakMap();
class WeakState {
  constructor(url) {
    states.set(this, { url });
  }
  get url() {
    return states.get(this).url;
  }
}

function closure(url) {
  return { url: () => url };
}

/** Puts a private field on an object that another class has made. */
class Given {
  constructor(object) {
    return object;
  }
}
class Stamp extends Given {
  #value;
  constructor(object, value) {
    super(object);
    this.#value = value;
  }
  static on(object) {
    return #value in object;
  }
}

const targets = ["/", "/a", "/api/items?page=3", "/x/y/z", "/%20", "/search?q=1"];
const safe = /^\/[\w\-./~!$&'()*+,;=:@%?]*$/;
function scan(target) {
  for (let i = 0; i < target.length; i += 1) {
    const code = target.charCodeAt(i);
    if (code < 33 || code > 126) return false;
  }
  return true;
}

const made = {
  private: new PrivateFields("x"),
  symbol: new SymbolFields("x"),
  weak: new WeakState("x"),
  closure: closure("x"),
  stamped: new Stamp({}, 1),
};
const promise = Promise.resolve(1);
const sync = () => made;
const later = async () => made;

export const operations = {
  "make: 4 public fields": () => new PublicFields("x"),
  "make: 4 private fields": () => new PrivateFields("x"),
  "make: 4 symbol fields": () => new SymbolFields("x"),
  "make: private field, on Request.prototype": () => new OnRequest("x"),
  "make: closure": () => closure("x"),
  "make: state in a WeakMap": () => new WeakState("x"),
  "make: private field put on another's object": () => new Stamp({}, 1),
  "read: private field": () => made.private.url,
  "read: symbol field": () => made.symbol.url,
  "read: WeakMap": () => made.weak.url,
  "read: closure": () => made.closure.url(),
  "#field in object": () => Stamp.on(made.stamped),
  "target: regular expression": (i) => safe.test(targets[i % 6]),
  "target: loop over char codes": (i) => scan(targets[i % 6]),
  "origin + target": (i) => `http://127.0.0.1:8000${targets[i % 6]}`,
  "call: sync": () => sync(),
  "call: async, not awaited": () => later(),
  "promise.then": () => promise.then(sync),
  "value instanceof Promise": () => promise instanceof Promise,
};
