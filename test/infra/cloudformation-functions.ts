// CloudFormation's functions, worked out.

export const NO_VALUE = Symbol('AWS::NoValue');

/** What functions look up. Each throws for what CloudFormation would refuse. */
export interface World {
  /** Value of a parameter, or name of a resource. */
  readonly referred: (name: string) => unknown;
  readonly attribute: (id: string, name: string) => unknown;
  readonly holds: (condition: string) => boolean;
  readonly mapped: (map: string, first: string, second: string) => unknown;
}

type Parts = readonly unknown[];

const FUNCTIONS: Readonly<Record<string, (parts: Parts, world: World) => unknown>> = {
  Ref: ([name], world) => world.referred(String(name)),
  'Fn::GetAtt': ([id, name], world) => world.attribute(String(id), String(name)),
  'Fn::If': ([condition, then, otherwise], world) => worked(world.holds(String(condition)) ? then : otherwise, world),
  'Fn::Not': ([part], world) => worked(part, world) !== true,
  'Fn::Equals': ([one, other], world) => worked(one, world) === worked(other, world),
  'Fn::And': (parts, world) => parts.every((part) => worked(part, world) === true),
  'Fn::Or': (parts, world) => parts.some((part) => worked(part, world) === true),
  'Fn::Join': ([delimiter, list], world) => (worked(list, world) as Parts).map(textual).join(String(delimiter)),
  'Fn::Split': ([delimiter, text], world) => textual(worked(text, world)).split(String(delimiter)),
  'Fn::Select': ([index, list], world) => [worked(list, world)].flat()[Number(index)] ?? '',
  'Fn::FindInMap': (parts, world) => {
    const [map = '', first = '', second = ''] = parts.map((part) => textual(worked(part, world)));
    return world.mapped(map, first, second);
  },
  'Fn::Sub': ([text, variables = {}], world) => substituted(String(text), variables as object, world),
};

/** A value of the template with every function in it worked out; what comes to `AWS::NoValue` is left out. */
export function worked(value: unknown, world: World): unknown {
  if (Array.isArray(value)) return value.map((item) => worked(item, world)).filter((item) => item !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[name = '', given] = []] = entries;
  // A policy's statement has a Condition, too.
  if (name === 'Condition' && entries.length === 1 && typeof given === 'string') return world.holds(given);
  const apply = FUNCTIONS[name];
  if (apply !== undefined) return apply(Array.isArray(given) ? given : [given], world);
  return Object.fromEntries(
    entries.map(([key, part]) => [key, worked(part, world)] as const).filter(([, part]) => part !== NO_VALUE),
  );
}

function substituted(text: string, variables: object, world: World): string {
  return text.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const variable = Object.entries(variables).find(([key]) => key === name);
    if (variable !== undefined) return textual(worked(variable[1], world));
    const [id = '', attribute] = name.split('.');
    return textual(attribute === undefined ? world.referred(id) : world.attribute(id, attribute));
  });
}

function textual(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new Error(`no text: ${JSON.stringify(value) ?? String(value)}`);
}
