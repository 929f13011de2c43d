type Schema = Readonly<Record<string, unknown>>;
type Keyword = (demand: unknown, value: unknown, schema: Schema) => boolean;

/** The keywords of JSON Schema that our published schemas use. */
const keywords: Readonly<Record<string, Keyword>> = {
  type: (demand, value) => [demand].flat().some((type) => isOfType(type, value)),
  const: (demand, value) => demand === value,
  enum: (demand, value) => (demand as unknown[]).includes(value),
  anyOf: (demand, value) => (demand as Schema[]).some((each) => matchesSchema(each, value)),
  minimum: (demand, value) => typeof value !== 'number' || value >= (demand as number),
  maximum: (demand, value) => typeof value !== 'number' || value <= (demand as number),
  // JSON Schema counts code points; there are never more of them than of what JavaScript counts.
  maxLength: (demand, value) => typeof value !== 'string' || value.length <= (demand as number),
  pattern: (demand, value) => typeof value !== 'string' || patternOf(demand as string).test(value),
  items: (demand, value) => !Array.isArray(value) || value.every((each) => matchesSchema(demand as Schema, each)),
  maxItems: (demand, value) => !Array.isArray(value) || value.length <= (demand as number),
  required: (demand, value) => !isObject(value) || (demand as string[]).every((key) => Object.hasOwn(value, key)),
  properties: (demand, value) =>
    !isObject(value) ||
    Object.entries(demand as Record<string, Schema>).every(
      ([key, each]) => !Object.hasOwn(value, key) || matchesSchema(each, value[key]),
    ),
  additionalProperties: (demand, value, { properties }) =>
    demand !== false || !isObject(value) || Object.keys(value).every((key) => Object.hasOwn(properties as object, key)),
};

const patterns = new Map<string, RegExp>();

function patternOf(source: string): RegExp {
  const pattern = patterns.get(source) ?? new RegExp(source, 'u');
  patterns.set(source, pattern);
  return pattern;
}

const annotations = ['$schema', 'title', 'description'];

/** Whether a value is what a JSON Schema says. @throws Error at a keyword that is not known here */
export function matchesSchema(schema: Schema, value: unknown): boolean {
  return Object.entries(schema).every(([keyword, demand]) => {
    if (annotations.includes(keyword)) return true;
    const holds = keywords[keyword];
    if (!holds) throw new Error(`The keyword ${keyword} is not known.`);
    return holds(demand, value, schema);
  });
}

function isOfType(type: unknown, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  return typeof value === type;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
