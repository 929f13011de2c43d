/** A kernel as `kernel-plugin.ts` inlines it: WebAssembly, base64. */
declare module '*?kernel' {
  const base64: string;
  export default base64;
}
