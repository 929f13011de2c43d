/** Text in one style. */
export interface TextRun {
  text: string;
  bold: boolean;
  italic: boolean;
  underline: boolean;
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&nbsp;': '\u00a0',
  '&lrm;': '\u200e',
  '&rlm;': '\u200f',
};

/** WebVTT cue text as what is seen of it: voices, classes and times within are left out. */
export function textRuns(cueText: string): TextRun[] {
  const open = { b: 0, i: 0, u: 0 };
  const runs: TextRun[] = [];
  for (const piece of cueText.split(/(<[^>]*>)/)) {
    const tag = /^<(\/?)([biu])(?:[.\s][^>]*)?>$/.exec(piece);
    if (tag) {
      const style = tag[2] as keyof typeof open;
      open[style] = Math.max(0, open[style] + (tag[1] === '/' ? -1 : 1));
    }
    if (piece === '' || piece.startsWith('<')) continue;
    const text = piece.replace(/&[a-z]+;/g, (entity) => entities[entity] ?? entity);
    runs.push({ text, bold: open.b > 0, italic: open.i > 0, underline: open.u > 0 });
  }
  return runs;
}

/** The same without styles, and without lines that are empty then. */
export function plainText(cueText: string): string {
  const text = textRuns(cueText).map((run) => run.text);
  return withoutBlankLines(text.join(''));
}

/** As SubRip has it: bold, italic and underlined text between tags, nothing escaped. */
export function subRipText(cueText: string): string {
  const text = textRuns(cueText).map((run) => {
    const tags = [...(run.bold ? ['b'] : []), ...(run.italic ? ['i'] : []), ...(run.underline ? ['u'] : [])];
    const closing = tags.toReversed().map((tag) => `</${tag}>`);
    return `${tags.map((tag) => `<${tag}>`).join('')}${run.text}${closing.join('')}`;
  });
  // An arrow would be taken for a line of times.
  return withoutBlankLines(text.join('').replaceAll('-->', '-- >'));
}

function withoutBlankLines(text: string): string {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .join('\n');
}
