import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { findBrowser } from '../src/cli/find-browser';

interface Reply {
  id?: number;
  result?: unknown;
  error?: { message: string };
}

interface Evaluated {
  result: { value?: unknown };
  exceptionDetails?: { exception?: { description?: string } };
}

/** A tab of a `BareBrowser`. */
export interface BareTab {
  /** What an expression gives, awaited, as JSON carries it. @throws Error what it throws */
  evaluate<T>(expression: string): Promise<T>;
  bringToFront(): Promise<void>;
}

/**
 * Chromium as a user has it: tabs behind others are hidden, and what is hidden is throttled. Playwright switches both
 * off, for every page and beyond recall; so this speaks the DevTools protocol itself, over a pipe.
 */
export class BareBrowser {
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  private lastId = 0;
  private received = '';

  private constructor(
    private readonly process: ChildProcess,
    private readonly profile: string,
  ) {
    (process.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => this.take(text));
  }

  static async launch(): Promise<BareBrowser> {
    const profile = await mkdtemp(join(tmpdir(), 'stepframe-bare-'));
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const own = ['--headless=new', '--remote-debugging-pipe', '--no-first-run', `--user-data-dir=${profile}`];
    const stdio = ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] as const;
    const child = spawn(findBrowser()!, [...own, ...sandbox, 'about:blank'], { stdio: [...stdio] });
    return new BareBrowser(child, profile);
  }

  /** Opens a tab in front of the others. */
  async open(url: string): Promise<BareTab> {
    const { targetId } = await this.send<{ targetId: string }>('Target.createTarget', { url });
    const { sessionId } = await this.send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true });
    return {
      evaluate: async <T>(expression: string): Promise<T> => {
        const asked = { expression, awaitPromise: true, returnByValue: true };
        const { result, exceptionDetails } = await this.send<Evaluated>('Runtime.evaluate', asked, sessionId);
        if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? 'It threw.');
        return result.value as T;
      },
      bringToFront: async () => {
        await this.send('Target.activateTarget', { targetId });
      },
    };
  }

  async close(): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.kill();
    await ended;
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  private async send<T>(method: string, params: object, sessionId?: string): Promise<T> {
    const id = ++this.lastId;
    const reply = await new Promise<Reply>((resolve) => {
      this.waiting.set(id, resolve);
      (this.process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
    if (reply.error) throw new Error(`${method}: ${reply.error.message}`);
    return reply.result as T;
  }

  private take(text: string): void {
    const messages = (this.received + text).split('\0');
    this.received = messages.pop()!;
    for (const message of messages) {
      const reply = JSON.parse(message) as Reply;
      if (reply.id !== undefined) this.waiting.get(reply.id)?.(reply);
    }
  }
}
