// The parameters as the canary's configuration in JSON, and the conditions that they decide. CloudFormation joins the
// text; the parameters' patterns keep out what would break it.

import { Aws, CfnCondition, type CfnParameter, Fn, type ICfnConditionExpression } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ACCESS_METHOD_IDS, type AccessMethodId } from '../../src/domain/access-method.ts';
import type { ParameterName, Parameters } from './parameters.ts';

const SWITCHES = {
  'private-dns': 'PrivateDns',
  'route53-alias': 'Route53Alias',
  'vpce-host': 'VpceHost',
  'vpce-api-id': 'VpceApiId',
} as const satisfies Partial<Record<AccessMethodId, ParameterName>>;

/** What the parameters decide. */
export interface Conditions {
  readonly accessMethods: Readonly<Record<AccessMethodId, CfnCondition>>;
  readonly zonal: CfnCondition;
  readonly hasApiName: CfnCondition;
  readonly hasResources: CfnCondition;
  readonly hasEndpointIds: CfnCondition;
  readonly hasDnsNames: CfnCondition;
  readonly asksEc2: CfnCondition;
  readonly hasBasePath: CfnCondition;
  readonly putsMetrics: CfnCondition;
  readonly signs: CfnCondition;
  readonly readsSecrets: CfnCondition;
  readonly hasSecretJsonKey: CfnCondition;
  readonly decrypts: CfnCondition;
  readonly hasTrustedNetworks: CfnCondition;
}

export function conditions(scope: Construct, parameters: Parameters): Conditions {
  const when = (id: string, expression: ICfnConditionExpression) => new CfnCondition(scope, id, { expression });
  const listed = (name: ParameterName) =>
    Fn.conditionNot(Fn.conditionEquals(Fn.join('', parameters[name].valueAsList), ''));
  const hasCustomDomain = when('HasCustomDomain', given(parameters, 'CustomDomainName'));
  const hasDnsNames = when('HasEndpointDnsNames', listed('EndpointDnsNames'));
  const probes = (id: keyof typeof SWITCHES) => when(`Probes${SWITCHES[id]}`, isOn(parameters[SWITCHES[id]]));
  const accessMethods = {
    'private-dns': probes('private-dns'),
    'route53-alias': probes('route53-alias'),
    'vpce-host': probes('vpce-host'),
    'vpce-api-id': probes('vpce-api-id'),
    'custom-domain': hasCustomDomain,
    'vpce-custom-domain': hasCustomDomain,
  };
  const readsSecrets = when('ReadsSecret', given(parameters, 'SecretArn'));
  const { 'vpce-host': host, 'vpce-api-id': apiId, 'vpce-custom-domain': custom } = accessMethods;
  return {
    accessMethods,
    zonal: when('ProbesZones', Fn.conditionAnd(isOn(parameters.WatchZones), Fn.conditionOr(host, apiId, custom))),
    hasApiName: when('HasApiName', given(parameters, 'ApiName')),
    hasResources: when('HasResources', given(parameters, 'Resources')),
    hasEndpointIds: when('HasVpcEndpointIds', listed('VpcEndpointIds')),
    hasDnsNames,
    asksEc2: when('AsksEc2', Fn.conditionNot(hasDnsNames)),
    hasBasePath: when('HasBasePath', given(parameters, 'CustomDomainBasePath')),
    putsMetrics: when('PutsMetrics', Fn.conditionEquals(parameters.Publisher.valueAsString, 'cloudwatch')),
    signs: when('SignsRequests', isOn(parameters.SignRequests)),
    readsSecrets,
    hasSecretJsonKey: when('HasSecretJsonKey', given(parameters, 'SecretJsonKey')),
    decrypts: when('DecryptsSecret', Fn.conditionAnd(readsSecrets, given(parameters, 'SecretKeyArn'))),
    hasTrustedNetworks: when('HasTrustedNetworks', listed('TrustedNetworks')),
  };
}

export function given(parameters: Parameters, name: ParameterName): ICfnConditionExpression {
  return Fn.conditionNot(Fn.conditionEquals(parameters[name].valueAsString, ''));
}

export function missing(parameters: Parameters, name: ParameterName): ICfnConditionExpression {
  return Fn.conditionEquals(parameters[name].valueAsString, '');
}

export function isOn(parameter: CfnParameter): ICfnConditionExpression {
  return Fn.conditionEquals(parameter.valueAsString, 'true');
}

/** The API's name in metrics and alarms. */
export function apiName({ ApiName, ApiId }: Parameters, { hasApiName }: Conditions): string {
  return ifThen(hasApiName, ApiName.valueAsString, ApiId.valueAsString);
}

/** The event of the function, as JSON. */
export function configuration(parameters: Parameters, when: Conditions): string {
  const value = (name: ParameterName) => parameters[name].valueAsString;
  const list = (name: ParameterName) => `["${Fn.join('","', parameters[name].valueAsList)}"]`;
  const endpoints = ifThen(
    when.hasDnsNames,
    `{"dnsNames":${list('EndpointDnsNames')}}`,
    ifThen(when.hasEndpointIds, `{"vpcEndpointIds":${list('VpcEndpointIds')}}`, `{"vpcId":"${value('VpcId')}"}`),
  );
  // CloudFormation leaves AWS::NoValue out of what it joins.
  const accessMethods = Fn.join(
    ',',
    ACCESS_METHOD_IDS.map((id) => ifThen(when.accessMethods[id], `"${id}"`, Aws.NO_VALUE)),
  );
  const paths = `[{"path":"${Fn.join('"},{"path":"', parameters.Paths.valueAsList)}"}]`;
  const basePath = ifThen(when.hasBasePath, `,"basePath":"${value('CustomDomainBasePath')}"`, '');
  const customDomain = ifThen(
    when.accessMethods['custom-domain'],
    `"customDomain":{"name":"${value('CustomDomainName')}"${basePath}},`,
    '',
  );
  const jsonKey = ifThen(when.hasSecretJsonKey, `,"jsonKey":"${value('SecretJsonKey')}"`, '');
  const header = `"${value('SecretHeader')}":{"secretId":"${value('SecretArn')}"${jsonKey}}`;
  const auth = ifThen(
    when.readsSecrets,
    `"auth":{"iam":${value('SignRequests')},"headers":{${header}}},`,
    ifThen(when.signs, '"auth":{"iam":true},', ''),
  );
  const connection = ifThen(
    when.hasTrustedNetworks,
    `"connection":{"trustedNetworks":${list('TrustedNetworks')}},`,
    '',
  );
  return [
    `{"api":{"id":"${value('ApiId')}","stage":"${value('StageName')}","name":"${apiName(parameters, when)}"},`,
    `"endpoints":${endpoints},"accessMethods":[${accessMethods}],${customDomain}`,
    `"vantage":{"name":"${value('VantageName')}"},"resources":${ifThen(when.hasResources, value('Resources'), paths)},`,
    `${auth}${connection}"metrics":{"phases":${value('PhaseMetrics')}},"publish":"${value('Publisher')}"}`,
  ].join('');
}

export function ifThen(condition: CfnCondition, then: string, otherwise: string): string {
  return Fn.conditionIf(condition.logicalId, then, otherwise).toString();
}
