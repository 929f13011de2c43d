/** Apart, so that a page loads them when it first stores or reads something. */
export { createXXHash32, createXXHash64 } from 'hash-wasm';
