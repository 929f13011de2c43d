import type { QualityCheck } from '../orchestrator/export-job';
import type { SaveMode } from './save-location';

export const preferencesTexts = {
  notify: 'Notify me when exports are over',
  notifyAbout: 'Only while this page is out of sight.',
  title: 'Say how far they are in the title of the page',
  titleAbout: 'Only while this page is out of sight.',
  check: 'Check of finished files',
  usual: 'As the editor has it',
  save: 'Where files go',
  kept: 'These settings are kept on this device, and count from the next export on.',
  refused: 'The browser does not let this page notify you. Its site settings can allow it.',
} as const;

export const checkLabels: Readonly<Record<QualityCheck, string>> = {
  off: 'Off',
  warn_user: 'Tell me',
  fail_export: 'Hold back',
};

export const saveModeLabels: Readonly<Record<SaveMode, string>> = {
  picker: 'Ask me each time',
  download: 'Among the downloads',
};
