/**
 * JSON as RFC 8785 writes it: keys in the order of their UTF-16 code units, no white space, numbers and strings as
 * ECMAScript writes them. A hash is of bytes, and the same entry must have the same ones wherever it is written: IndexedDB,
 * a file and another program each keep keys in an order of their own.
 *
 * @param value plain JSON data: what `JSON.parse` can return
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson((value as Record<string, unknown>)[key])}`);
  return `{${members.join(',')}}`;
}
