/** The members of valibot's schemas and of the steps in their pipes that are read here. */
interface Part {
  type: string;
  kind: string;
  pipe?: readonly Part[];
  entries?: Readonly<Record<string, Part>>;
  item?: Part;
  wrapped?: Part;
  options?: readonly unknown[];
  literal?: unknown;
  requirement?: unknown;
  description?: string;
}

type JsonSchema = Record<string, unknown>;

/** The JSON Schema of what a valibot schema takes in. @throws Error at a kind of schema that has no translation here */
export function jsonSchemaOf(schema: object): JsonSchema {
  const part = schema as Part;
  const [first = part, ...steps] = part.pipe ?? [];
  const base = first === part ? ofType(part) : jsonSchemaOf(first);
  return Object.assign(base, ...steps.map((step) => ofStep(step, part.type))) as JsonSchema;
}

function ofType(part: Part): JsonSchema {
  switch (part.type) {
    case 'string':
    case 'number':
    case 'boolean':
      return { type: part.type };
    case 'literal':
      return { const: part.literal };
    case 'picklist':
      return { enum: part.options };
    case 'array':
      return { type: 'array', items: jsonSchemaOf(part.item!) };
    case 'union':
    case 'variant':
      return { anyOf: part.options!.map((option) => jsonSchemaOf(option as Part)) };
    case 'nullable':
      return orNull(jsonSchemaOf(part.wrapped!));
    case 'optional':
    case 'exact_optional':
      return jsonSchemaOf(part.wrapped!);
    case 'strict_object':
    case 'object': {
      const entries = Object.entries(part.entries!);
      return {
        type: 'object',
        properties: Object.fromEntries(entries.map(([key, entry]) => [key, jsonSchemaOf(entry)])),
        required: entries.filter(([, { type }]) => !type.endsWith('optional')).map(([key]) => key),
        ...(part.type === 'strict_object' ? { additionalProperties: false } : {}),
      };
    }
    default:
      throw new Error(`No JSON Schema is known for a valibot schema of type ${part.type}.`);
  }
}

function orNull(schema: JsonSchema): JsonSchema {
  return typeof schema['type'] === 'string'
    ? { ...schema, type: [schema['type'], 'null'] }
    : { anyOf: [schema, { type: 'null' }] };
}

function ofStep({ type, requirement, description }: Part, of: string): JsonSchema {
  switch (type) {
    case 'max_length':
      return { [of === 'array' ? 'maxItems' : 'maxLength']: requirement };
    case 'integer':
      return { type: 'integer' };
    case 'min_value':
      return { minimum: requirement };
    case 'max_value':
      return { maximum: requirement };
    case 'regex':
      return { pattern: (requirement as RegExp).source };
    case 'description':
      return { description };
    // What is made of the input.
    case 'transform':
      return {};
    default:
      throw new Error(`No JSON Schema is known for a valibot step of type ${type}.`);
  }
}
