import { invalidItem, type BatchIssue } from './batch-issue';

/** An item as far as its turn is concerned. */
export interface OrderedItem {
  id: string;
  after: readonly string[];
  /** In the batch. */
  index: number;
}

/**
 * What is wrong with what comes after what.
 *
 * @param known ids of all items, those left out for other faults too
 */
export function checkOrder(items: readonly OrderedItem[], known: ReadonlySet<string>): BatchIssue[] {
  const unknown = items.flatMap(({ after, id, index }) =>
    after.flatMap((other, at) =>
      known.has(other)
        ? []
        : [
            invalidItem(
              { path: `items[${index}].after[${at}]`, item: id },
              'after-unknown',
              `No item is called "${other}".`,
              'Name an item of the batch, or leave it out.',
            ),
          ],
    ),
  );
  return [...unknown, ...circlesOf(items).map(circleIssue)];
}

function circleIssue(circle: readonly OrderedItem[]): BatchIssue {
  const [first] = circle as [OrderedItem];
  const way = [...circle, first].map(({ id }) => `"${id}"`).join(' after ');
  return invalidItem(
    { path: `items[${first.index}].after`, item: first.id },
    'after-circle',
    circle.length === 1 ? `"${first.id}" is to come after itself.` : `Items wait for each other: ${way}.`,
    'Take one of them out of the circle.',
  );
}

/** Each circle once, beginning with the item that comes first in the batch. */
function circlesOf(items: readonly OrderedItem[]): OrderedItem[][] {
  const byId = new Map(items.map((item) => [item.id, item]));
  const done = new Set<OrderedItem>();
  const circles: OrderedItem[][] = [];
  for (const start of items) {
    // By hand, since a chain may be as long as the batch.
    const way: { item: OrderedItem; next: number }[] = done.has(start) ? [] : [{ item: start, next: 0 }];
    const onWay = new Set(way.map(({ item }) => item));
    while (way.length > 0) {
      const step = way.at(-1)!;
      const id = step.item.after[step.next++];
      const other = id === undefined ? undefined : byId.get(id);
      if (id === undefined) {
        done.add(step.item);
        onWay.delete(step.item);
        way.pop();
      } else if (other && onWay.has(other)) {
        circles.push(fromFirst(way.slice(way.findIndex(({ item }) => item === other)).map(({ item }) => item)));
      } else if (other && !done.has(other)) {
        way.push({ item: other, next: 0 });
        onWay.add(other);
      }
    }
  }
  return circles;
}

function fromFirst(circle: OrderedItem[]): OrderedItem[] {
  const at = circle.findIndex(({ index }) => index === Math.min(...circle.map((item) => item.index)));
  return [...circle.slice(at), ...circle.slice(0, at)];
}
