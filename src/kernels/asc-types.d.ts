/**
 * The little of AssemblyScript's compiler that is used, in place of its own types: those bring the portable library along,
 * whose arrays would replace those of the whole program.
 */
interface CompilerOptions {
  readFile(name: string, baseDir: string): Promise<string | null>;
  writeFile(name: string, contents: string | Uint8Array, baseDir: string): void;
  listFiles?(folder: string, baseDir: string): string[] | null;
  stderr?: { write(text: string): void };
  stdout?: { write(text: string): void };
}
declare const compiler: {
  main(args: readonly string[], options?: Partial<CompilerOptions>): Promise<{ error: Error | null }>;
};
export default compiler;
