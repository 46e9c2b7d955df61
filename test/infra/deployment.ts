// What a deployment of the template makes: parameters filled in, conditions decided, functions worked out.

import { NO_VALUE, type World, worked } from './cloudformation-functions.ts';
import type { Parameter, Resource, Template } from './template-file.ts';

export interface Deployment {
  /** By logical id; those whose condition does not hold are not here. */
  readonly resources: Readonly<Record<string, Resource>>;
  /** Conditions that hold. */
  readonly conditions: readonly string[];
}

const PSEUDO = {
  'AWS::StackName': 'canary',
  'AWS::Region': 'us-west-2',
  'AWS::Partition': 'aws',
  'AWS::AccountId': '111122223333',
  'AWS::NoValue': NO_VALUE,
};

/** Deploys with these parameters and the defaults of the others. Throws for what CloudFormation would refuse. */
export function deployed(template: Template, chosen: Readonly<Record<string, string>>): Deployment {
  const values: Record<string, unknown> = { ...PSEUDO };
  for (const [name, parameter] of Object.entries(template.Parameters)) {
    values[name] = accepted(name, parameter, chosen[name] ?? parameter.Default);
  }
  const holds = (id: string): boolean => worked(template.Conditions[id], world) === true;
  const isThere = ({ Condition: id }: { readonly Condition?: string }) => id === undefined || holds(id);
  const resource = (id: string): string => {
    const found = template.Resources[id];
    if (found === undefined || !isThere(found)) throw new Error(`there is no ${id}`);
    return id;
  };
  const world: World = {
    holds,
    referred: (name) => (name in values ? values[name] : resource(name)),
    attribute: (id, name) => `${resource(id)}.${name}`,
    mapped: (map, first, second) => {
      const value = template.Mappings[map]?.[first]?.[second];
      if (value === undefined) throw new Error(`${map} has no ${first}, ${second}`);
      return value;
    },
  };
  const made = Object.entries(template.Resources).filter(([, each]) => isThere(each));
  for (const { Assertions } of Object.values(template.Rules)) {
    for (const { Assert, AssertDescription } of Assertions) {
      if (worked(Assert, world) !== true) throw new Error(AssertDescription);
    }
  }
  // Outputs must resolve, too.
  worked(Object.values(template.Outputs).filter(isThere), world);
  return {
    resources: Object.fromEntries(
      made.map(([id, { Type, Properties }]) => [
        id,
        { Type, Properties: worked(Properties, world) as Resource['Properties'] },
      ]),
    ),
    conditions: Object.keys(template.Conditions).filter(holds),
  };
}

function accepted(
  name: string,
  { Type, AllowedPattern = '.*', AllowedValues }: Parameter,
  given: string | undefined,
): unknown {
  if (given === undefined) throw new Error(`${name} is needed`);
  const isList = /^(?:CommaDelimitedList|List<)/.test(Type);
  const items = isList ? given.split(',') : [given];
  for (const item of items) {
    const fits = new RegExp(`^(?:${AllowedPattern})$`, 's').test(item);
    if (!fits || AllowedValues?.map(String).includes(item) === false) throw new Error(`${name} cannot be ${item}`);
  }
  if (isList) return items;
  return Type === 'Number' ? Number(given) : given;
}
