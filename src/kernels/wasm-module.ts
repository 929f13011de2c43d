/** The smallest module that needs SIMD: a function that makes a vector and drops it. */
const simdProbe = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11];

/** Whether WebAssembly runs here, with SIMD: a page's CSP may forbid it, an old browser may not have it. */
export function hasWasmSimd(): boolean {
  try {
    new WebAssembly.Module(new Uint8Array(simdProbe));
    return true;
  } catch {
    return false;
  }
}

/** @throws WebAssembly.CompileError */
export function compileWasm(base64: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
}
