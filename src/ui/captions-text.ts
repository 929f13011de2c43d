import { words } from './language/words';

/** What is said of chapters and captions. */
export const captionsTexts = words('captions', {
  chapters: 'Chapters',
  chaptersAbout: 'A WebVTT file whose texts are the titles. Drop it here.',
  captions: 'Captions',
  captionsAbout: 'WebVTT or SubRip, one file for each language. Drop them here.',
  beside: '{format} has no place for captions: each comes as a file beside it.',
  choose: 'Choose a file…',
  chooseChapters: 'Choose a file of chapters…',
  chooseCaptions: 'Choose files of captions…',
  another: 'Another chapters file…',
  add: 'Add a language…',
  removeChapters: 'Remove the chapters',
  remove: 'Remove {name}',
  language: 'Language',
  languageOf: 'Language of {name}, such as en or pt-BR',
  place: 'Where the captions go',
  film: 'In the film',
  vtt: 'Beside it, WebVTT',
  srt: 'Beside it, SubRip',
  shown: 'On by default',
  count: { one: '{count} chapter', other: '{count} chapters' },
  about: '{name}: {what}',
  added: '{name} is added.',
});
