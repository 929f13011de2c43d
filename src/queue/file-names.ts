import { numberedFileName, safeFileName, sameName } from '../presets/safe-file-name';

/** Names of files that are taken, for many new ones at a time. */
export class FileNames {
  private readonly taken: Set<string>;
  /** Where counting goes on, by the name that it began with. */
  private readonly next = new Map<string, number>();

  constructor(taken: Iterable<string>) {
    this.taken = new Set(Array.from(taken, sameName));
  }

  /** Notes a name that someone chose, taken or not. */
  add(name: string): void {
    this.taken.add(sameName(name));
  }

  /** A safe name that none has yet, which is taken from then on. @param extension without the dot */
  free(name: string, extension: string): string {
    const first = safeFileName(name, extension);
    let free = first;
    let number = this.next.get(first) ?? 2;
    while (this.taken.has(sameName(free))) free = numberedFileName(name, extension, number++);
    this.next.set(first, number);
    this.add(free);
    return free;
  }
}
