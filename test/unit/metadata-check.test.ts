import { describe, expect, it } from 'vitest';
import type { Composition } from '../../src/composition/composition';
import type { FileMetadata } from '../../src/formats/format';
import { checkSettings } from '../../src/orchestrator/settings-check';
import { settingsFor } from '../../src/presets/preset';
import { findPreset } from '../../src/presets/registry';

const composition: Composition = {
  id: 'wide',
  name: 'Wide',
  width: 1920,
  height: 1080,
  frameRate: 25,
  durationInFrames: 10,
  open: () => {
    throw new Error('A check opens nothing.');
  },
};

const issuesOf = (metadata: FileMetadata, preset = 'xdcam-hd422-50') =>
  checkSettings(composition, settingsFor(findPreset(preset)!, composition, { metadata }));

const umid = '060a2b340101010501010d0013000000' + '0123456789abcdef0123456789abcdef';

describe('metadata', () => {
  it.each<FileMetadata>([
    {},
    { umid },
    { umid: umid.toUpperCase() },
    { date: '2026-05-31' },
    { date: '2026-05-31T18:00:00Z' },
    { date: '2026-05-31T18:00+02:00' },
    { title: 'Größe “1” ✓', company: 'c', product: 'p', productVersion: '1', materialPackageName: 'm', reel: 'A001' },
    { timecode: '10:00:00:00' },
  ])('%j can be written', (metadata) => {
    expect(issuesOf(metadata)).toEqual([]);
  });

  it.each<[FileMetadata, path: string, detail: string]>([
    [{ umid: umid.slice(2) }, 'metadata.umid', 'umid-invalid'],
    [{ umid: `${umid}00` }, 'metadata.umid', 'umid-invalid'],
    [{ umid: umid.replace('060a', '060b') }, 'metadata.umid', 'umid-invalid'],
    // Of an extended UMID, which has 64 bytes.
    [{ umid: umid.replace('0d0013', '0d0033') }, 'metadata.umid', 'umid-invalid'],
    [{ date: 'yesterday' }, 'metadata.date', 'date-invalid'],
    [{ date: '2026-13-01' }, 'metadata.date', 'date-invalid'],
    [{ date: '2026-05-31T18:00:00' }, 'metadata.date', 'date-invalid'],
    [{ title: '' }, 'metadata.title', 'title-invalid'],
    [{ company: 'a\nb' }, 'metadata.company', 'company-invalid'],
    [{ materialPackageName: 'x'.repeat(1001) }, 'metadata.materialPackageName', 'material-package-name-invalid'],
    [{ timecode: '1:0:0:0' }, 'metadata.timecode', 'timecode-invalid'],
  ])('%j is refused', (metadata, path, detail) => {
    const [issue, ...more] = issuesOf(metadata);
    expect(issue).toMatchObject({ severity: 'error', path, detail });
    expect(issue!.remedy.length).toBeGreaterThan(10);
    expect(more).toEqual([]);
  });

  it('that the format has no place for is told, and can be left out in one step', () => {
    const [issue] = issuesOf({ title: 'T', umid }, 'mp4-h264');
    expect(issue).toMatchObject({
      severity: 'warning',
      path: 'metadata.umid',
      message: 'MP4 has no place for the UMID.',
      suggestion: { metadata: { title: 'T' } },
    });
  });
});
