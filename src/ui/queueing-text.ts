import { words } from './language/words';

/** What is said of putting exports into a queue. */
export const queueingTexts = words('queueing', {
  add: 'Add to queue',
  show: 'Show queue',
  loadFailed: 'The queue could not be reached. Check the connection and try again.',
  added: '“{name}” is in the queue.',
  addedMore: {
    one: '“{name}” and {count} more file are in the queue, each as a job that draws its own frames.',
    other: '“{name}” and {count} more files are in the queue, each as a job that draws its own frames.',
  },
  sidecars: 'Captions beside the file are not made by the queue.',
});
