import { describe, expect } from 'vitest';
import type { Composition, RenderSession } from '../../src/index';
import { sha256 } from '../support/bytes';
import { faultMatrix } from '../support/fault-matrix';
import { cleanUpAfterEach, newExporter, segmentsStored, settings, warningsOf } from '../support/fault-session';
import { damage } from '../support/raw-database';
import { walkerComposition, type Walker } from '../support/walker';

cleanUpAfterEach();
const fault = faultMatrix('snapshots');
const length = 420;

/** The walker with parts of its sessions replaced. */
function walker(change: (session: RenderSession) => Partial<RenderSession> = () => ({})): Walker {
  const { composition, drawn } = walkerComposition({ durationInFrames: length, snapshots: true });
  const open: Composition['open'] = async (stage) => {
    const session = await composition.open(stage);
    return { ...session, ...change(session) };
  };
  return { composition: { ...composition, open }, drawn };
}

let whole: Promise<string> | undefined;

/** The checksum of the film that nothing disturbs. */
function reference(): Promise<string> {
  const { composition } = walker();
  whole ??= newExporter()
    .start(composition, settings(composition))
    .result.then(({ file }) => sha256(file!));
  return whole;
}

/** Two segments of it, ended as by closing the tab. */
async function interrupted({ composition, drawn }: Walker): Promise<{ id: string; warnings: string[] }> {
  await reference();
  const exporter = newExporter();
  const handle = exporter.start(composition, settings(composition));
  await segmentsStored(handle, 2);
  await exporter.dispose();
  drawn.length = 0;
  return { id: handle.id, warnings: warningsOf(handle) };
}

describe('the state of a composition', () => {
  fault('it cannot be cloned', 'at every segment', async () => {
    const given = walker(() => ({ snapshot: () => () => 'a function' }));
    const { id, warnings } = await interrupted(given);
    expect(warnings).toEqual(['snapshot-failed']);
    const { file } = await newExporter().resume(id, given.composition).result;
    expect(given.drawn[0]).toBe(0);
    expect(await sha256(file!)).toBe(await reference());
    return 'mended: drawn again from the start, same file';
  });

  fault('snapshot() throws', 'at every segment', async () => {
    const given = walker(() => ({
      snapshot: () => {
        throw new Error('not now');
      },
    }));
    const { id, warnings } = await interrupted(given);
    expect(warnings).toEqual(['snapshot-failed']);
    const { file } = await newExporter().resume(id, given.composition).result;
    expect(await sha256(file!)).toBe(await reference());
    return 'mended: drawn again from the start, same file';
  });

  fault('restore() throws', 'once', async () => {
    let refusals = 1;
    const given = walker((session) => ({
      restore: (state) => {
        if (refusals-- > 0) throw new Error('not mine');
        session.restore!(state);
      },
    }));
    const { id } = await interrupted(given);
    const handle = newExporter().resume(id, given.composition);
    const { file } = await handle.result;
    expect(warningsOf(handle)).toEqual(['retried']);
    expect(given.drawn[0]).toBe(segmentFrames(1));
    expect(await sha256(file!)).toBe(await reference());
    return 'mended: from the snapshot before it, same file';
  });

  fault('restore() throws', 'always', async () => {
    const given = walker(() => ({
      restore: () => {
        throw new Error('not mine');
      },
    }));
    const { id } = await interrupted(given);
    const handle = newExporter().resume(id, given.composition);
    const { file } = await handle.result;
    expect(warningsOf(handle)).toEqual(['retried', 'retried']);
    expect(given.drawn[0]).toBe(0);
    expect(await sha256(file!)).toBe(await reference());
    return 'mended: drawn again from the start, same file';
  });

  fault('a snapshot is damaged', 'the last one', async () => {
    const given = walker();
    const { id } = await interrupted(given);
    const damaged = await damage(
      'snapshots',
      ({ state }) => ((state as { state: { hue: number } }).state.hue += 1e-9),
      ({ index }) => index === 2,
    );
    expect(damaged).toBe(1);
    const handle = newExporter().resume(id, given.composition);
    const { file } = await handle.result;
    expect(warningsOf(handle)).toEqual(['stored-parts-damaged']);
    expect(given.drawn[0]).toBe(segmentFrames(1));
    expect(await sha256(file!)).toBe(await reference());
    return 'mended: from the snapshot before it, same file';
  });
});

function segmentFrames(segments: number): number {
  return segments * 120;
}
