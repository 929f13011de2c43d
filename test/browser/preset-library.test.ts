import { deleteDB, openDB } from 'idb';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  createExporter,
  findPreset,
  fromCanvas,
  openPresetLibrary,
  openQuality,
  settingsFor,
  type Preset,
} from '../../src/index';
import { flashBeepComposition } from '../support/flash-beep';

const databaseName = 'stepframe-presets';
const mp4 = findPreset('mp4-h264')!;
const preset = (id: string, name = id): Preset => ({ ...mp4, id, name });
const idsOf = (presets: readonly Preset[]): string[] => presets.map(({ id }) => id);
const dropped = (content: object | string, name = 'dropped.stepframe-preset.json'): File =>
  new File([typeof content === 'string' ? content : JSON.stringify(content)], name);

// What an export of another test was made by is a recent preset too.
beforeAll(() => deleteDB(databaseName));
afterEach(() => deleteDB(databaseName));

describe('the presets of a person', () => {
  it('are none at first', async () => {
    expect(await openPresetLibrary().read()).toEqual({ own: [], favourites: [], recent: [] });
  });

  it('are kept, renamed, duplicated, marked and removed', async () => {
    const library = openPresetLibrary();
    expect(await library.save(preset('a', 'Mine'))).toEqual(preset('a', 'Mine'));
    expect(await library.rename('a', 'Ours')).toEqual(preset('a', 'Ours'));
    expect(await library.duplicate('a')).toEqual(preset('a-2', 'Ours copy'));
    expect(await library.duplicate('gif', 'Small')).toMatchObject({ id: 'gif-2', name: 'Small', format: 'gif' });
    await library.setFavourite('a', true);
    await library.setFavourite('webm-vp9', true);
    await library.markUsed('webm-vp9');
    await library.markUsed('a-2');

    const again = await openPresetLibrary().read();
    expect(again.own.map(({ id, name }) => [id, name])).toEqual([
      ['a', 'Ours'],
      ['a-2', 'Ours copy'],
      ['gif-2', 'Small'],
    ]);
    expect(again.favourites).toEqual([preset('a', 'Ours'), findPreset('webm-vp9')]);
    expect(idsOf(again.recent)).toEqual(['a-2', 'webm-vp9']);

    await library.remove('a');
    await library.remove('a');
    await library.setFavourite('webm-vp9', false);
    const left = await library.read();
    expect(idsOf(left.own)).toEqual(['a-2', 'gif-2']);
    expect(left.favourites).toEqual([]);
  });

  it('are all there when they are saved at the same time', async () => {
    const ids = Array.from({ length: 20 }, (_, i) => `p${i}`);
    await Promise.all(ids.map((id) => openPresetLibrary().save(preset(id))));
    expect(idsOf((await openPresetLibrary().read()).own).sort()).toEqual(ids.sort());
  });

  it('go out as a file and come back, under an id of their own', async () => {
    const library = openPresetLibrary();
    await library.save(preset('a', 'Mine'));
    const file = await library.exportFile('a');
    expect(file.name).toBe('Mine.stepframe-preset.json');
    expect(await library.importFiles([file, file, dropped(mp4)])).toEqual([
      preset('a-2', 'Mine'),
      preset('a-3', 'Mine'),
      { ...mp4, id: 'mp4-h264-2' },
    ]);
    await expect(library.exportFile('gone')).rejects.toMatchObject({ detail: 'unknown-preset' });
  });

  it('stay as they are when one of the files dropped is not usable, or a change is refused', async () => {
    const library = openPresetLibrary();
    await library.save(preset('a'));
    const before = await library.read();
    const attempts: [() => Promise<unknown>, string][] = [
      [
        () => library.importFiles([dropped(preset('b')), dropped({ ...mp4, name: '<script>' }, 'bad.json')]),
        'preset-invalid',
      ],
      [
        () => library.importFiles([dropped(preset('b')), new File([new Uint8Array(100e6)], 'huge.json')]),
        'preset-too-large',
      ],
      [() => library.importFiles([dropped({ ...mp4, version: 99 })]), 'preset-newer'],
      [() => library.save({ ...preset('c'), width: 1 }), 'preset-invalid'],
      [() => library.save(mp4), 'preset-built-in'],
      [() => library.rename('a', '../a'), 'preset-invalid'],
      [() => library.rename('gone', 'x'), 'unknown-preset'],
      [() => library.remove('gif'), 'preset-built-in'],
      [() => library.markUsed('gone'), 'unknown-preset'],
    ];
    for (const [attempt, detail] of attempts) {
      await expect(attempt()).rejects.toMatchObject({ name: 'ExportError', code: 'invalid-input', detail });
    }
    expect(await library.read()).toEqual(before);
  });
});

describe('the database of presets', () => {
  /** As a page of the version wrote it. */
  async function stored(version: number, value: unknown): Promise<void> {
    const database = await openDB(databaseName, version, {
      upgrade: (opened) => void opened.createObjectStore('collection'),
    });
    await database.put('collection', value, 'own');
    database.close();
  }

  it('of version 1 may hold presets of version 1', async () => {
    await stored(1, { own: [{ ...preset('old'), version: 1 }], favourites: ['old', 'gone'], recent: ['gif'] });
    expect(await openPresetLibrary().read()).toEqual({
      own: [preset('old')],
      favourites: [preset('old')],
      recent: [findPreset('gif')],
    });
  });

  it('of a later version is left alone', async () => {
    await stored(99, {});
    await expect(openPresetLibrary().save(preset('a'))).rejects.toMatchObject({
      code: 'storage',
      detail: 'database-newer',
    });
  });

  it('says so when what it holds is damaged, and writes nothing over it', async () => {
    await stored(1, { own: [{ id: 'half' }], favourites: [], recent: [] });
    const damaged = { code: 'storage', detail: 'presets-damaged' };
    await expect(openPresetLibrary().read()).rejects.toMatchObject(damaged);
    await expect(openPresetLibrary().save(preset('a'))).rejects.toMatchObject(damaged);
  });
});

it.each(['youtube-1080p60', 'instagram-reel', 'vimeo-1080p', 'preview-draft'])(
  'what %s asks for can be exported',
  async (id) => {
    const composition = fromCanvas({
      ...{ id: 'still', name: 'Still', width: 640, height: 360, frameRate: 30, durationInFrames: 150 },
      audio: [{ source: 'sound.wav' }],
      draw: () => undefined,
    });
    const exporter = createExporter();
    try {
      const issues = await exporter.canExport(composition, settingsFor(findPreset(id)!, composition));
      expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    } finally {
      await exporter.dispose();
    }
  },
);

it('a file that is held to a preset is held to its platform too, and one made by it passes', async () => {
  const exporter = createExporter();
  const quality = openQuality();
  try {
    const composition = flashBeepComposition({ frameRate: 30, seconds: 1 });
    const made = await exporter.start(composition, settingsFor(findPreset('youtube-720p')!, composition)).result;
    const { checks } = await quality.checkFile(made.file!, { profile: 'youtube-720p' });
    const ofPlatform = checks.filter(({ id }) => id.startsWith('youtube-'));
    expect(ofPlatform.length).toBeGreaterThan(5);
    expect(checks.filter(({ status }) => status === 'fail').map(({ id }) => id)).toEqual([]);
  } finally {
    quality.dispose();
    await exporter.dispose();
  }
});
