interface Patch {
  readonly target: object;
  readonly key: PropertyKey;
  readonly replacement: PropertyDescriptor;
}

/** How a native accessor is reached once it has been replaced. */
export interface NativeAccessor<T, V> {
  get(of: T): V;
  set(of: T, value: V): void;
}

/**
 * Properties of the page replaced for a while. `restore` puts back the very descriptors that `apply` found, in the
 * opposite order; both may be called again and again.
 */
export class PropertyPatches {
  readonly #patches: Patch[] = [];
  #originals: (PropertyDescriptor | undefined)[] | null = null;

  /** Replaces an own data property, mostly a function. What the browser does not have stays absent. */
  value<T extends object, K extends keyof T>(target: T, key: K, value: T[K]): void {
    const original = Object.getOwnPropertyDescriptor(target, key);
    if (original === undefined) return;
    const { writable = true, enumerable = true, configurable = true } = original;
    this.#patches.push({ target, key, replacement: { value, writable, enumerable, configurable } });
  }

  /** Replaces an own accessor. Without `set`, the native setter stays. */
  accessor<T extends object, K extends keyof T & string>(
    target: T,
    key: K,
    get: (this: T) => T[K],
    set?: (this: T, value: T[K]) => void,
  ): void {
    const original = Object.getOwnPropertyDescriptor(target, key);
    if (original === undefined) return;
    this.#patches.push({ target, key, replacement: { ...original, get, ...(set === undefined ? {} : { set }) } });
  }

  apply(): void {
    if (this.#originals !== null) return;
    this.#originals = this.#patches.map(({ target, key, replacement }) => {
      const original = Object.getOwnPropertyDescriptor(target, key);
      Object.defineProperty(target, key, replacement);
      return original;
    });
  }

  restore(): void {
    const originals = this.#originals;
    if (originals === null) return;
    this.#originals = null;
    for (let i = originals.length - 1; i >= 0; i--) {
      const { target, key } = this.#patches[i]!;
      const original = originals[i];
      if (original === undefined) Reflect.deleteProperty(target, key);
      else Object.defineProperty(target, key, original);
    }
  }
}

type NativeMethod<T, F> = F extends (...args: infer A) => infer R ? (of: T, ...args: A) => R : never;

/** The method as it stands now, to be called after it was replaced. */
export function nativeMethod<T extends object, K extends keyof T & string>(
  prototype: T,
  key: K,
): NativeMethod<T, T[K]> {
  const method = prototype[key] as () => unknown;
  const call = (of: T, ...args: unknown[]): unknown => Reflect.apply(method, of, args);
  return call as NativeMethod<T, T[K]>;
}

/** The accessor as it stands now, to be called after it was replaced. */
export function nativeAccessor<T extends object, K extends keyof T & string>(
  prototype: T,
  key: K,
): NativeAccessor<T, T[K]> {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, key);
  return {
    get: (of) => descriptor?.get?.call(of) as T[K],
    set: (of, value) => descriptor?.set?.call(of, value),
  };
}
