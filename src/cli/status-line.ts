import type { WriteStream } from 'node:tty';

/** One line at the bottom of a terminal that is written over; where the stream is no terminal it is left out. */
export class StatusLine {
  private shown = false;

  constructor(private readonly stream: WriteStream) {}

  show(text: string): void {
    if (!this.stream.isTTY) return;
    this.clear();
    this.stream.write(text.slice(0, this.stream.columns - 1));
    this.shown = true;
  }

  /** A line that stays. */
  log(line: string): void {
    this.clear();
    this.stream.write(`${line}\n`);
  }

  clear(): void {
    if (!this.shown) return;
    this.stream.clearLine(0);
    this.stream.cursorTo(0);
    this.shown = false;
  }
}
