/**
 * What each item comes to, in their order, the next one under way while one is looked at.
 *
 * @param drop lets go of what was begun and not asked for any more
 * @throws what `begin` does
 */
export async function* ahead<Item, Result>(
  items: readonly Item[],
  begin: (item: Item) => Promise<Result>,
  drop: (result: Result) => void = () => undefined,
): AsyncGenerator<Result, void, undefined> {
  const start = (index: number): Promise<Result> | null => {
    if (index >= items.length) return null;
    const result = begin(items[index]!);
    result.catch(() => undefined); // Its failure is looked at in its turn.
    return result;
  };
  let next = start(0);
  try {
    for (let index = 1; next; index++) {
      const current = await next;
      next = start(index);
      yield current;
    }
  } finally {
    next?.then(drop, () => undefined);
  }
}
