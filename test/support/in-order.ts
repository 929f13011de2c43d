/** Items as they would come from a store, one after the other. */
export function inOrder<T>(items: Iterable<T>): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]: () => {
      const each = items[Symbol.iterator]();
      return { next: () => Promise.resolve(each.next()) };
    },
  };
}
