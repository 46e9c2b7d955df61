// Every statement attached to a role in a template, wherever it stands, with the template's conditions decided.

import type { Template } from 'aws-cdk-lib/assertions';

export interface RoleStatement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** The statements of the template's only role with this description. Throws when there is no such role, or when it has
 * permissions from elsewhere. `conditions` are those that hold. */
export function roleStatements(
  template: Template,
  description: string,
  conditions: readonly string[] = [],
): readonly RoleStatement[] {
  const roles = Object.entries(template.findResources('AWS::IAM::Role', { Properties: { Description: description } }));
  const [id, role] = roles[0] ?? [];
  if (id === undefined || roles.length !== 1) throw new Error(`${roles.length} roles described as "${description}"`);
  if (role?.Properties.ManagedPolicyArns !== undefined) throw new Error('the role has managed policies');
  for (const type of ['AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy']) template.resourceCountIs(type, 0);
  const attached = Object.values(template.findResources('AWS::IAM::Policy'))
    .filter(({ Properties }) => Properties.Roles.some((reference: { Ref?: string }) => reference.Ref === id))
    .map(({ Properties }) => Properties);
  const inline = role?.Properties.Policies ?? [];
  return [...inline, ...attached].flatMap(({ PolicyDocument }) =>
    PolicyDocument.Statement.map((statement: unknown) => decided(statement, conditions)).filter(isPresent),
  );
}

/** All actions, each with the effect of its statement: `Allow ec2:DescribeVpcEndpoints`. */
export function actionsOf(statements: readonly RoleStatement[]): readonly string[] {
  return statements.flatMap(({ Effect, Action }) => [Action].flat().map((action) => `${Effect} ${action}`)).sort();
}

function decided(value: unknown, conditions: readonly string[]): unknown {
  const branches = (value as { 'Fn::If'?: readonly [string, unknown, unknown] })['Fn::If'];
  if (branches === undefined) return value;
  const [condition, whenTrue, whenFalse] = branches;
  return conditions.includes(condition) ? whenTrue : whenFalse;
}

function isPresent(value: unknown): boolean {
  return (value as { Ref?: string }).Ref !== 'AWS::NoValue';
}
