import { words } from './language/words';

/** What is said of settings that hold for all exports. */
export const preferencesTexts = words('preferences', {
  notify: 'Notify me when exports are over',
  title: 'Say how far they are in the title of the page',
  unseen: 'Only while this page is out of sight.',
  check: 'Check of finished files',
  usual: 'As the editor has it',
  save: 'Where files go',
  picker: 'Ask me each time',
  download: 'Among the downloads',
  kept: 'These settings are kept on this device, and count from the next export on.',
});
