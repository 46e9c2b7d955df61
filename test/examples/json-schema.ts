// A value against the keywords of JSON Schema 2020-12 that schema/target.schema.json uses. Throws for any other keyword, so
// that nothing in the schema is passed over.

type Schema = Readonly<Record<string, unknown>>;

/** What does not fit, each as the path and the keyword: `/api/id pattern`. */
export function misfits(schema: Schema, value: unknown, path = ''): readonly string[] {
  return Object.entries(schema).flatMap(([keyword, setting]) => {
    if (NOTES.has(keyword)) return [];
    const check = CHECKS[keyword];
    if (check === undefined) throw new Error(`${path}: the keyword ${keyword} is not known here`);
    const found = check(setting, value, { path, schema });
    if (typeof found !== 'boolean') return found;
    return found ? [] : [`${path} ${keyword}`];
  });
}

const NOTES: ReadonlySet<string> = new Set(['$schema', 'title', 'description', 'default']);

type Check = (
  setting: unknown,
  value: unknown,
  at: { readonly path: string; readonly schema: Schema },
) => boolean | readonly string[];

const isRecord = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const keysOf = (value: unknown): readonly string[] => (isRecord(value) ? Object.keys(value) : []);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const schemaOf = (setting: unknown): Schema => setting as Schema;
const bound =
  (of: (value: unknown) => number | undefined, holds: (size: number, limit: number) => boolean): Check =>
  (limit, value) => {
    const size = of(value);
    return size === undefined || holds(size, Number(limit));
  };
const number = (value: unknown) => (typeof value === 'number' ? value : undefined);
const characters = (value: unknown) => (typeof value === 'string' ? [...value].length : undefined);
const items = (value: unknown) => (Array.isArray(value) ? value.length : undefined);
const atLeast = (size: number, limit: number) => size >= limit;
const atMost = (size: number, limit: number) => size <= limit;

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isRecord,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
};

const CHECKS: Readonly<Record<string, Check>> = {
  type: (type, value) => TYPES[String(type)]?.(value) === true,
  const: (only, value) => value === only,
  enum: (values, value) => listOf(values).includes(value),
  pattern: (pattern, value) => typeof value !== 'string' || new RegExp(String(pattern), 'u').test(value),
  minimum: bound(number, atLeast),
  maximum: bound(number, atMost),
  maxLength: bound(characters, atMost),
  minItems: bound(items, atLeast),
  maxItems: bound(items, atMost),
  items: (schema, value, { path }) =>
    listOf(value).flatMap((each, index) => misfits(schemaOf(schema), each, `${path}/${index}`)),
  properties: (schemas, value, { path }) =>
    keysOf(value).flatMap((key) => {
      const schema = schemaOf(schemas)[key];
      return schema === undefined ? [] : misfits(schemaOf(schema), schemaOf(value)[key], `${path}/${key}`);
    }),
  propertyNames: (schema, value, { path }) => keysOf(value).flatMap((key) => misfits(schemaOf(schema), key, path)),
  additionalProperties: (setting, value, { path, schema }) => {
    const others = keysOf(value).filter((key) => !keysOf(schema.properties).includes(key));
    if (setting === false) return others.map((key) => `${path}/${key} additionalProperties`);
    return others.flatMap((key) => misfits(schemaOf(setting), schemaOf(value)[key], `${path}/${key}`));
  },
  required: (keys, value) => !isRecord(value) || listOf(keys).every((key) => keysOf(value).includes(String(key))),
  dependentRequired: (needs, value) =>
    Object.entries(schemaOf(needs)).every(
      ([key, needed]) =>
        !keysOf(value).includes(key) || listOf(needed).every((each) => keysOf(value).includes(String(each))),
    ),
  oneOf: (schemas, value, { path }) =>
    listOf(schemas).filter((each) => misfits(schemaOf(each), value, path).length === 0).length === 1,
  anyOf: (schemas, value, { path }) =>
    listOf(schemas).some((each) => misfits(schemaOf(each), value, path).length === 0),
};
