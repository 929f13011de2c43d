export interface RefusedWrites {
  spared: number;
  count: number;
}

/** The browser aborts the transaction of a write it cannot make. @returns how to end it */
export function refuseWrites({ spared, count }: RefusedWrites): () => void {
  const real = Reflect.get(IDBObjectStore.prototype, 'put');
  let writes = 0;
  IDBObjectStore.prototype.put = function put(...given: Parameters<typeof real>): IDBRequest<IDBValidKey> {
    const request = real.apply(this, given);
    writes++;
    if (writes > spared && writes <= spared + count) this.transaction.abort();
    return request;
  };
  return () => (IDBObjectStore.prototype.put = real);
}

/** As when the user, or a time server, sets the machine's clock again and again. @returns how to end it */
export function jumpClock(): () => void {
  const real = Reflect.get(Date, 'now');
  let jumps = 0;
  Date.now = () => real() + (++jumps % 2 === 0 ? 1 : -1) * 86_400_000 * (jumps % 7);
  return () => (Date.now = real);
}
