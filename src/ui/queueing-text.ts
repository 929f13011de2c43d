export const queueingTexts = {
  add: 'Add to queue',
  show: 'Show queue',
  loadFailed: 'The queue could not be reached. Check the connection and try again.',
  added: (fileName: string, more: number): string =>
    more === 0
      ? `“${fileName}” is in the queue.`
      : `“${fileName}” and ${more} more ${more === 1 ? 'file are' : 'files are'} in the queue, each as a job that draws its own frames.`,
  /** The queue keeps one file of a job. */
  sidecars: 'Captions beside the file are not made by the queue.',
} as const;
