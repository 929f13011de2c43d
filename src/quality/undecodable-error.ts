/** The file may be in order: nothing here decodes it. */
export class UndecodableError extends Error {}
