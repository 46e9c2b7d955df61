// The dashboard's body in a template: values that CloudFormation fills in, each written once.

import { CfnParameter, Fn } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { describe, expect, it } from 'vitest';
import { substitution } from '../../infra/substitution.ts';
import { deployed } from './dashboard-body.ts';
import { addDashboard, bodyIn, deployedBody, twoStacks, watchedApi } from './dashboard-stack.ts';
import { plainStack } from './plain-stack.ts';

describe('a text with values in it', () => {
  it('names parameters, resources and attributes in place', () => {
    const text = ['a ', { Ref: 'AWS::Region' }, ' b ', { 'Fn::GetAtt': ['Alarm', 'Arn'] }, { Ref: 'Name' }];
    expect(substitution({ 'Fn::Join': ['', text] })).toEqual({
      'Fn::Sub': `a \${AWS::Region} b \${Alarm.Arn}\${Name}`,
    });
  });

  it('names everything else once', () => {
    const name = { 'Fn::If': ['Named', { Ref: 'Name' }, 'none'] };
    const other = { 'Fn::Select': [0, { Ref: 'Names' }] };
    expect(substitution({ 'Fn::Join': ['', ['a ', name, ' b ', other, ' c ', name]] })).toEqual({
      'Fn::Sub': [`a \${Value1} b \${Value2} c \${Value1}`, { Value1: name, Value2: other }],
    });
  });

  it('is taken as it is where it looks like a value', () => {
    const text = `\${PROP('Dim.Zone')} \${!x} $y`;
    expect(substitution(text)).toBe(text);
    expect(deployed(substitution({ 'Fn::Join': ['', [text, { Ref: 'Name' }]] }))).toBe(`${text}made-up-Name`);
  });
});

describe('the body', () => {
  it('names the resources that it shows', () => {
    const stack = plainStack();
    const alarm = new CfnAlarm(stack, 'Alarm', { comparisonOperator: 'LessThanThreshold', evaluationPeriods: 1 });
    const { api, alarms } = watchedApi();
    addDashboard(stack, { watched: () => [{ api, alarms: alarms.map((each) => ({ ...each, arn: alarm.attrArn })) }] });
    const { widgets } = deployedBody(stack, { values: { 'Alarm.Arn': 'arn:of-the-alarm' } });
    expect(widgets[0]?.properties).toMatchObject({ alarms: Array(5).fill('arn:of-the-alarm') });
  });

  it('takes values of another stack, which exports them', () => {
    const [network, stack] = twoStacks();
    const vpcId = new CfnParameter(network, 'Vpc').valueAsString;
    addDashboard(stack, { watched: () => [watchedApi({}, { vpcId })] });
    const body = bodyIn(stack);
    const [output] = Object.values(Template.fromStack(network).findOutputs('*'));
    const values = { [deployed(output?.Export.Name)]: 'vpc-of-the-network' };
    expect(deployed(body, { values })).toContain(String.raw`\"vpc-of-the-network\" execute-api`);
  });

  it('takes less than half of what a template may have without a bucket, for one API', () => {
    const stack = plainStack();
    const parameter = (id: string) => new CfnParameter(stack, id).valueAsString;
    const api = Fn.conditionIf('Named', parameter('Name'), parameter('Id')).toString();
    const watched = watchedApi({ api, stage: parameter('StageName') }, { vpcId: parameter('VpcId') });
    addDashboard(stack, { watched: () => [watched] });
    const body = JSON.stringify(bodyIn(stack));
    expect(body.length).toBeLessThan(51_200 / 2);
    expect(body).toContain(JSON.stringify('[".","ConnectTime",".",".",".",').slice(1, -1));
  });
});
