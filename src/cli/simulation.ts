// What `simulate` tells about a running simulator: where everything is, a configuration for it, and the documented
// commands. Its JSON form is one line.

import { dirname, join } from 'node:path';
import { configurationOf, type ScenarioName } from '../simulator/scenarios.ts';
import type { Simulator } from '../simulator/simulator.ts';

/** Everything that a client of the simulator needs. */
export interface Simulation {
  /** Names, joined by commas. */
  readonly scenario: string;
  readonly api: Simulator['api'];
  readonly endpoint: Simulator['endpoint'];
  /** TLS port of the endpoint; its addresses by zone. */
  readonly port: number;
  readonly addresses: Simulator['addresses'];
  /** DNS servers, UDP and TCP, as seen from the VPC and from on-premises. */
  readonly dns: Simulator['dns'];
  readonly caFile: string;
  readonly awsEndpoint: string;
  /** What AWS clients take from their environment to talk to the simulator. */
  readonly environment: Readonly<Record<string, string>>;
  /** File with the configuration; it goes when the simulator goes. */
  readonly configurationFile: string;
  /** A configuration for `probe` and `plan`, with which they meet what is broken. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Each documented way in as a command line. */
  readonly curl: readonly string[];
}

export function simulationOf(simulator: Simulator, scenarios: readonly ScenarioName[]): Simulation {
  const { api, endpoint, port, addresses, dns, caFile, awsEndpoint } = simulator;
  return {
    scenario: scenarios.join(','),
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
      AWS_ACCESS_KEY_ID: 'simulated',
      AWS_SECRET_ACCESS_KEY: 'simulated',
    },
    configurationFile: join(dirname(caFile), 'pets.json'),
    configuration: {
      api,
      endpoints: { vpcEndpointIds: [endpoint.id] },
      resources: [
        { path: '/pets', expect: { body: ["type(@) == 'array'", 'length(@) > `0`'], latencyMs: 2_500 } },
        { path: '/pets/1', expect: { body: ['id == `1`'], latencyMs: 2_500 } },
      ],
      connection: { port, resolver: [dns.vpc], caFile },
      ...configurationOf(scenarios),
    },
    curl: documentedCommands(simulator),
  };
}

/** The commands of AWS's page on invoking a private API, led to the simulator instead of to AWS. Its typing errors are
 * corrected: one Region in URL and Host, and the public DNS hostname, not the endpoint id; its last one asks for /pets. */
function documentedCommands({ api, endpoint, port, addresses, caFile }: Simulator): readonly string[] {
  const address = Object.values(addresses)[0] ?? '127.0.0.1';
  const vpce = endpoint.dnsNames[0] ?? '';
  const apiName = `${api.id}.execute-api.${api.region}.amazonaws.com`;
  const aliasName = `${api.id}-${endpoint.id}.execute-api.${api.region}.amazonaws.com`;
  const to = `--connect-to ::${address}:${port} --cacert '${caFile}'`;
  return [
    `curl ${to} -X GET https://${apiName}/${api.stage}/pets`,
    `curl ${to} -X GET https://${apiName}/${api.stage}/pets/2`,
    `curl ${to} -v https://${aliasName}/${api.stage}/pets/`,
    `curl ${to} -v https://${vpce}/${api.stage}/pets -H 'Host: ${apiName}'`,
    `curl ${to} -v https://${vpce}/${api.stage}/pets -H 'x-apigw-api-id:${api.id}'`,
  ];
}
