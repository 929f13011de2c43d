/** The file may be in order: this browser has no decoder for it. */
export class UndecodableError extends Error {
  constructor(codec: string) {
    super(`This browser cannot decode ${codec}.`);
  }
}
