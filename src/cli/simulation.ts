// What `simulate` tells about a running simulator: where everything is, a configuration for it, and the documented
// commands. Its JSON form is one line.

import { dirname, join } from 'node:path';
import { configurationOf, faultsOf, type ScenarioName, type Vantage } from '../simulator/scenarios.ts';
import type { Simulator } from '../simulator/simulator.ts';

/** Everything that a client of the simulator needs. */
export interface Simulation {
  /** Names, joined by commas. */
  readonly scenario: string;
  /** Where the configuration and the commands are for. */
  readonly vantage: Vantage;
  readonly api: Simulator['api'];
  readonly endpoint: Simulator['endpoint'];
  /** TLS port of the endpoint; its addresses by zone. */
  readonly port: number;
  readonly addresses: Simulator['addresses'];
  /** DNS servers, UDP and TCP, as seen from the VPC and from on-premises. */
  readonly dns: Simulator['dns'];
  readonly caFile: string;
  readonly awsEndpoint: string;
  /** What AWS clients take from their environment to talk to the simulator, and the API key. */
  readonly environment: Readonly<Record<string, string>>;
  /** File with the configuration; it goes when the simulator goes. */
  readonly configurationFile: string;
  /** A configuration for `probe` and `plan`, with which they meet what is broken. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Each documented way in as a command line, as far as it works from there. */
  readonly curl: readonly string[];
}

export function simulationOf(
  simulator: Simulator,
  scenarios: readonly ScenarioName[],
  vantage: Vantage = 'vpc',
): Simulation {
  const { api, endpoint, port, addresses, dns, caFile, awsEndpoint, credentials } = simulator;
  const seesPrivateNames = vantage === 'vpc' || faultsOf(scenarios).forwarding === 'works';
  return {
    scenario: scenarios.join(','),
    vantage,
    api,
    endpoint: { ...endpoint, dnsNames: endpoint.dnsNames },
    port,
    addresses,
    dns,
    caFile,
    awsEndpoint,
    environment: {
      AWS_ENDPOINT_URL: awsEndpoint,
      AWS_REGION: api.region,
      // Python's AWS tools look at this one.
      AWS_DEFAULT_REGION: api.region,
      AWS_ACCESS_KEY_ID: credentials.user.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.user.secretAccessKey,
      PETS_API_KEY: credentials.apiKey,
    },
    configurationFile: join(dirname(caFile), 'pets.json'),
    configuration: {
      api,
      endpoints: { vpcEndpointIds: [endpoint.id] },
      resources: [
        { path: '/pets', expect: { body: ["type(@) == 'array'", 'length(@) > `0`'], latencyMs: 2_500 } },
        { path: '/pets/1', expect: { body: ['id == `1`'], latencyMs: 2_500 } },
      ],
      connection: {
        port,
        resolver: [vantage === 'vpc' ? dns.vpc : dns.onPremises],
        caFile,
        trustedNetworks: simulator.networks,
      },
      ...configurationOf(scenarios, vantage),
    },
    curl: documentedCommands(simulator, seesPrivateNames),
  };
}

/** The commands of AWS's page on invoking a private API, led to the simulator instead of to AWS. Its typing errors are
 * corrected: one Region in URL and Host, and the public DNS hostname, not the endpoint id; its last one asks for /pets.
 * Private names are left out where they do not lead to the API. */
function documentedCommands(
  { api, endpoint, port, addresses, caFile }: Simulator,
  seesPrivateNames: boolean,
): readonly string[] {
  const address = Object.values(addresses)[0] ?? '127.0.0.1';
  const vpce = endpoint.dnsNames[0] ?? '';
  const apiName = `${api.id}.execute-api.${api.region}.amazonaws.com`;
  const aliasName = `${api.id}-${endpoint.id}.execute-api.${api.region}.amazonaws.com`;
  const to = `--connect-to ::${address}:${port} --cacert '${caFile}'`;
  const byPrivateName = [
    `curl ${to} -X GET https://${apiName}/${api.stage}/pets`,
    `curl ${to} -X GET https://${apiName}/${api.stage}/pets/2`,
  ];
  return [
    ...(seesPrivateNames ? byPrivateName : []),
    `curl ${to} -v https://${aliasName}/${api.stage}/pets/`,
    `curl ${to} -v https://${vpce}/${api.stage}/pets -H 'Host: ${apiName}'`,
    `curl ${to} -v https://${vpce}/${api.stage}/pets -H 'x-apigw-api-id:${api.id}'`,
  ];
}
