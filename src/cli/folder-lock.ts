import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds a process may take to answer, busy as it may be. Silence then counts as holding. */
const answerTimeoutMs = 5_000;
const askAgainAfterMs = 20;

type Standing = 'asking' | 'holding';

/** A process that asks for the lock or holds it, as the name of its file says. */
interface Claim {
  token: string;
  pid: number;
  port: number;
}

/**
 * A lock on a folder that ends with its process, however that ends. Whether the process lives is asked on a port of this
 * machine: a process number alone is given out again, after a restart of a container even the same one.
 *
 * Whoever wants it puts a file of its own there and then looks for others: one that holds it keeps it, and of two that
 * ask, the one whose name comes first gets it. No file but a dead one's is ever removed by somebody else.
 */
export class FolderLock {
  private standing: Standing = 'asking';

  private constructor(
    private readonly folder: string,
    private readonly claim: Claim,
    private readonly server: Server,
  ) {}

  /** @returns the number of the process that holds it where there is one */
  static async take(folder: string): Promise<FolderLock | { heldBy: number }> {
    const token = randomBytes(16).toString('hex');
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy()).end(answerOf(token, lock.standing));
    });
    server.listen(0, '127.0.0.1').unref();
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const lock = new FolderLock(folder, { token, pid: process.pid, port }, server);
    try {
      await writeFile(join(folder, fileName(lock.claim)), '', { flag: 'wx' });
      const rival = await lock.findRival();
      if (rival === null) return lock;
      await lock.release();
      return { heldBy: rival.pid };
    } catch (error) {
      server.close();
      throw error;
    }
  }

  /** Idempotent. */
  async release(): Promise<void> {
    await rm(join(this.folder, fileName(this.claim)), { force: true });
    this.server.close();
  }

  /** Who has the better claim; null: nobody, and the lock is held from now on. */
  private async findRival(): Promise<Claim | null> {
    for (const name of await readdir(this.folder)) {
      const other = parseFileName(name);
      if (other === null || other.token === this.claim.token) continue;
      if (await this.isOutranked(other)) return other;
      await rm(join(this.folder, name), { force: true });
    }
    this.standing = 'holding';
    return null;
  }

  /** False once the other is gone. */
  private async isOutranked(other: Claim): Promise<boolean> {
    for (;;) {
      const standing = await ask(other);
      if (standing === null) return false;
      if (standing === 'holding' || other.token < this.claim.token) return true;
      // It may have looked around before this one came, and holds the lock next; if not, it gives way.
      await delay(askAgainAfterMs);
    }
  }
}

/** Whether a file belongs to a lock. */
export function isLockFile(name: string): boolean {
  return parseFileName(name) !== null;
}

function fileName({ token, pid, port }: Claim): string {
  return `${token}-${pid}-${port}.lock`;
}

function parseFileName(name: string): Claim | null {
  const match = /^([0-9a-f]{32})-(\d+)-(\d+)\.lock$/.exec(name);
  return match === null ? null : { token: match[1]!, pid: Number(match[2]), port: Number(match[3]) };
}

/** With the token, since the port may be somebody else's by now. */
function answerOf(token: string, standing: Standing): string {
  return `${token} ${standing}`;
}

/** How the process stands; null: it is dead. */
async function ask({ port, token }: Claim): Promise<Standing | null> {
  const socket = connect({ host: '127.0.0.1', port });
  const answered = new AbortController();
  try {
    await once(socket, 'connect');
    const silence = delay(answerTimeoutMs, answerOf(token, 'holding'), { signal: answered.signal });
    const answer = await Promise.race([text(socket), silence]);
    return (['asking', 'holding'] as const).find((standing) => answer === answerOf(token, standing)) ?? null;
  } catch {
    // Refused, or broken off: nobody is there any more.
    return null;
  } finally {
    answered.abort();
    socket.destroy();
  }
}
