import { words } from './language/words';

/** What is said to whoever does not look at an export. */
export const mannersTexts = words('manners', {
  notify: 'Notify me',
  notifyAbout: 'when it is over and this page is out of sight',
  refused: 'The browser does not let this page notify you. Its site settings can allow it.',
  complete: 'Export complete',
  failed: 'Export failed',
  heldBack: 'Export held back',
  paused: 'Paused',
});
