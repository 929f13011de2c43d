import { describe, expect, it } from 'vitest';
import { parseCaptions } from '../../src/formats/captions/parse-captions';
import { writeWebVtt } from '../../src/formats/captions/webvtt';

const vtt = `WEBVTT - of a film

STYLE
::cue { color: yellow }

NOTE nobody reads
this

intro
00:01.000 --> 00:02.500 line:0 align:start
<v Ada>Tea &amp; cake</v>
twice

01:00:00.000 --> 01:00:01.001
later
`;

const srt = '\ufeff1\r\n00:00:01,000 --> 00:00:02,500\r\n<I>Tea</I> & <font color="#fff">cake</font> <3\r\n\r\n';

function messageOf(text: string): string {
  try {
    parseCaptions(text);
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'invalid-input', detail: 'bad-captions', stage: 'configure' });
    return (thrown as Error).message;
  }
  return expect.fail('It was read.');
}

describe('WebVTT', () => {
  it('is read with ids, settings, tags and styles, without notes', () => {
    expect(parseCaptions(vtt)).toEqual({
      head: ['STYLE\n::cue { color: yellow }'],
      cues: [
        {
          ...{ id: 'intro', startMs: 1000, endMs: 2500, settings: 'line:0 align:start' },
          text: '<v Ada>Tea &amp; cake</v>\ntwice',
        },
        { id: null, startMs: 3_600_000, endMs: 3_601_001, settings: '', text: 'later' },
      ],
    });
  });

  it('is written as it was read', () => {
    const captions = parseCaptions(vtt);
    const written = writeWebVtt(captions);
    expect(written).toContain('intro\n00:00:01.000 --> 00:00:02.500 line:0 align:start\n<v Ada>');
    expect(parseCaptions(written)).toEqual(captions);
    expect(parseCaptions(writeWebVtt({ head: [], cues: [] }))).toEqual({ head: [], cues: [] });
  });

  it('is put in the order of its times, and loses what is empty', () => {
    const text = 'WEBVTT\n\n00:05.000 --> 00:06.000\nb\n\n00:01.000 --> 00:09.000\na\n\n00:02.000 --> 00:03.000\n';
    expect(parseCaptions(text).cues.map((cue) => cue.text)).toEqual(['a', 'b']);
  });

  it.each([
    ['WEBVTT\n\n00:02.000 --> 00:01.000\nx', 'Line 3: It ends no later'],
    ['WEBVTT\n\n\n00:01,000 --> 00:02,000\nx', 'Line 4: The time cannot be read.'],
    ['WEBVTT\n\n00:61.000 --> 02:00.000\nx', 'Line 3: The time'],
    ['WEBVTT\n\nid\n00:01.000 --> 00:02.000 colour:red\nx', 'Line 4: "colour:red"'],
    ['WEBVTT\n\n00:01.000 --> 00:02.000 align:middle\nx', 'Line 3: "align:middle"'],
    ['WEBVTT\n\n00:01.000 --> 00:02.000 constructor:x\nx', 'Line 3: "constructor:x"'],
    ['WEBVTT\n\n00:01.000 --> 00:02.000\nx\n00:03.000 --> 00:04.000\ny', 'Line 5: A blank line'],
    ['WEBVTT\n00:01.000 --> 00:02.000\nx', 'Line 2: A blank line'],
    ['WEBVTT\n\nonly an id', 'Line 3: Times such as'],
    ['WEBVTT\n\nan id\nand no times', 'Line 4: Times such as'],
    ['WEBVTT\n\n00:01.000 --> 00:02.000\nx\n\nSTYLE\n::cue {}', 'Line 6: Styles and regions'],
  ])('that is wrong is refused with the line: %j', (text, message) => {
    expect(messageOf(text)).toContain(message);
  });

  it('tells the first few of many faults', () => {
    const many = Array.from({ length: 5 }, (_, i) => `\n00:02.000 --> 00:01.000\n${i}\n`).join('');
    expect(messageOf(`WEBVTT\n${many}`)).toMatch(/Line 3: .* Line 6: .* Line 9: .* 2 more\.$/);
  });
});

describe('SubRip', () => {
  it('is read with its text as WebVTT has it', () => {
    expect(parseCaptions(srt).cues).toEqual([
      { id: null, startMs: 1000, endMs: 2500, settings: '', text: '<i>Tea</i> &amp; cake &lt;3' },
    ]);
  });

  it('may lack numbers, leading zeros and the comma, and have boxes and places', () => {
    const text =
      '0:0:1.5 --> 0:00:02,25 X1:10 X2:20 Y1:1 Y2:2\n{\\an9}up\n\n7\n00:00:03,000 --> 00:00:04,000\n{\\an4\\i1}x\n';
    expect(parseCaptions(text).cues).toMatchObject([
      { startMs: 1500, endMs: 2250, settings: 'line:0 align:right', text: 'up' },
      { startMs: 3000, endMs: 4000, settings: 'line:50% align:left', text: 'x' },
    ]);
    const places = Array.from({ length: 9 }, (_, i) => `00:00:0${i},000 --> 00:00:09,000\n{\\an${i + 1}}x\n`);
    expect(parseCaptions(places.join('\n')).cues.map(({ settings }) => settings)).toEqual([
      ...['align:left', '', 'align:right'],
      ...['line:50% align:left', 'line:50%', 'line:50% align:right'],
      ...['line:0 align:left', 'line:0', 'line:0 align:right'],
    ]);
  });

  it('gives WebVTT that can be read again', () => {
    const captions = parseCaptions(srt.replace('cake', '-- > {\\an8} cake'));
    expect(parseCaptions(writeWebVtt(captions))).toEqual(captions);
  });

  it.each([
    ['', 'Line 1: There are no captions.'],
    ['1\n00:00:02,000 --> 00:00:02,000\nx', 'Line 2: It ends no later'],
    ['1\n00:00:01,000 -> 00:00:02,000\nx', 'Line 2: Times such as'],
    ['1\n00:00:0a,000 --> 00:00:02,000\nx', 'Line 2: The time'],
    ['1\n00:00:01,000 --> 00:00:02,000\nx\n\nstray', 'Line 5: Times such as'],
    ['1\n00:00:01,000 --> 00:00:02,000\nx\n2\n00:00:03,000 --> 00:00:04,000\ny', 'Line 5: A blank line'],
  ])('that is wrong is refused with the line: %j', (text, message) => {
    expect(messageOf(text)).toContain(message);
  });
});
