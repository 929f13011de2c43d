import type { CDPSession } from 'playwright';
import type { BrowserCommand } from 'vitest/node';

interface HeapUsage {
  usedSize: number;
  backingStorageSize: number;
}

/**
 * Bytes that the test page and its workers really hold: what is left of their heaps after a garbage collection, with the
 * array buffers that lie outside them.
 */
export const heldBytes: BrowserCommand = async (context): Promise<number> => {
  const session = await context.context.newCDPSession(context.page);
  try {
    const workers = await attachedWorkers(session);
    const heaps = [session.send.bind(session) as Send, ...workers.map((id) => throughTarget(session, id))];
    let bytes = 0;
    for (const send of heaps) {
      // Twice: what the first one finds to be finished may have held more.
      await send('HeapProfiler.collectGarbage');
      await send('HeapProfiler.collectGarbage');
      const { usedSize, backingStorageSize } = (await send('Runtime.getHeapUsage')) as HeapUsage;
      bytes += usedSize + backingStorageSize;
    }
    return bytes;
  } finally {
    await session.detach();
  }
};

type Send = (method: 'HeapProfiler.collectGarbage' | 'Runtime.getHeapUsage') => Promise<unknown>;

async function attachedWorkers(session: CDPSession): Promise<string[]> {
  const ids: string[] = [];
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') ids.push(sessionId);
  });
  // All there are are told of before this resolves.
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  return ids;
}

/** How to ask a worker: by messages that its page passes on. */
function throughTarget(session: CDPSession, sessionId: string): Send {
  return (method) =>
    new Promise((resolve, reject) => {
      const id = Math.floor(Math.random() * 2 ** 30);
      const hear = (event: { sessionId: string; message: string }): void => {
        const answer = JSON.parse(event.message) as { id?: number; result?: unknown; error?: { message: string } };
        if (event.sessionId !== sessionId || answer.id !== id) return;
        session.off('Target.receivedMessageFromTarget', hear);
        if (answer.error) reject(new Error(answer.error.message));
        else resolve(answer.result);
      };
      session.on('Target.receivedMessageFromTarget', hear);
      session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) }).catch(reject);
    });
}
