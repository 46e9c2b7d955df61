// Who may do what in a deployment of template.yaml, judged as IAM does: as much of it as the template's policies use.

import type { Deployment } from '../infra/deployment.ts';

/** A call of AWS, or of an API with a signature. */
export interface Call {
  /** `ec2:DescribeVpcEndpoints` */
  readonly action: string;
  /** `*` where the action has none. */
  readonly resource: string;
  /** Condition keys with their values. */
  readonly context?: Readonly<Record<string, string>>;
}

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
  readonly Roles?: readonly string[];
}

/** The statements of a role, or of a policy that is for roles of others. Throws where there is none of that name. */
export function statementsOf({ resources }: Deployment, holder: string): readonly Statement[] {
  const { Type, Properties } = resources[holder] ?? {};
  if (Properties === undefined) throw new Error(`there is no ${holder}`);
  if (Type === 'AWS::IAM::ManagedPolicy') return (Properties as unknown as Policy).PolicyDocument.Statement;
  const inline = (Properties as { readonly Policies?: readonly Policy[] }).Policies ?? [];
  const attached = Object.values(resources)
    .filter((each) => each.Type === 'AWS::IAM::Policy')
    .map((each) => each.Properties as unknown as Policy)
    .filter(({ Roles = [] }) => Roles.includes(holder));
  return [...inline, ...attached].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

/** A denial wins over what is allowed. */
export function isAllowed(call: Call, statements: readonly Statement[]): boolean {
  const effects = statements.filter((each) => applies(each, call)).map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

/** `ec2:DescribeVpcEndpoints on *`: what is allowed, without what is denied to the code of a function. */
export function permissionsOf(statements: readonly Statement[], functionArn: string): readonly string[] {
  const denials = statements.filter(({ Effect }) => Effect === 'Deny');
  const context = { 'lambda:SourceFunctionArn': functionArn };
  return statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action, Resource, Condition }) =>
      listed(Action).flatMap((action) =>
        listed(Resource)
          .filter((resource) => !denials.some((each) => applies(each, { action, resource, context })))
          .map((resource) => `${action} on ${resource}${spelled(Condition)}`),
      ),
    );
}

// ArnEquals, too, takes wildcards.
const OPERATORS: Readonly<Record<string, (pattern: string, value: string) => boolean>> = {
  StringEquals: (pattern, value) => pattern === value,
  StringLike: matches,
  ArnEquals: matches,
};

function applies({ Action, Resource, Condition = {} }: Statement, { action, resource, context = {} }: Call): boolean {
  const holds = Object.entries(Condition).every(([operator, keys]) => {
    const compare = OPERATORS[operator];
    if (compare === undefined) throw new Error(`a condition that this does not know: ${operator}`);
    return Object.entries(keys).every(([key, patterns]) => {
      const value = context[key];
      return value !== undefined && listed(patterns).some((pattern) => compare(pattern, value));
    });
  });
  return holds && listed(Action).some((each) => matches(each, action)) && listed(Resource).some(isIn(resource));
}

const isIn = (resource: string) => (pattern: string) => matches(pattern, resource);

/** `*` stands for any characters and `?` for one. */
function matches(pattern: string, value: string): boolean {
  const source = pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, (each) => ({ '*': '.*', '?': '.' })[each] ?? `\\${each}`);
  return new RegExp(`^${source}$`, 's').test(value);
}

function spelled(condition: Statement['Condition']): string {
  const keys = Object.values(condition ?? {}).flatMap((each) => Object.entries(each));
  return keys.map(([key, values]) => ` where ${key} is ${listed(values).join(', ')}`).join('');
}

function listed(value: string | readonly string[]): readonly string[] {
  return [value].flat();
}
