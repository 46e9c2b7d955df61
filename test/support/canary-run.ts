// One run of the canary in this process against a running simulator, with real AWS clients.

import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EC2Client } from '@aws-sdk/client-ec2';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createAuthorization } from '../../src/authorization/authorize.ts';
import { createDiscovery } from '../../src/discovery/discover.ts';
import { type Deadlines, deadlinesOf } from '../../src/domain/deadline.ts';
import type { Report } from '../../src/domain/report.ts';
import { parseTarget } from '../../src/domain/target.ts';
import { probeAll } from '../../src/probe/probes.ts';
import { probeSettings } from '../../src/probe/settings.ts';
import { createPublish } from '../../src/publish/publish.ts';
import { type Ports, run } from '../../src/run.ts';
import type { Vantage } from '../../src/simulator/scenarios.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';

/** A configuration for the simulator; `overrides` replace top-level keys. */
export function configurationFor(simulator: Simulator, overrides: object = {}): Record<string, unknown> {
  return {
    api: simulator.api,
    endpoints: { vpcEndpointIds: [simulator.endpoint.id] },
    connection: connectionTo(simulator, 'vpc'),
    ...overrides,
  };
}

/** `connection` of a configuration, as seen from there. */
export function connectionTo({ port, dns, caFile, networks }: Simulator, vantage: Vantage): object {
  return { port, resolver: [vantage === 'vpc' ? dns.vpc : dns.onPremises], caFile, trustedNetworks: networks };
}

/** A canary that keeps its memory between runs, and the lines that it wrote in the embedded metric format. */
export interface Canary extends Disposable {
  readonly run: (overrides?: object, deadlines?: Deadlines) => Promise<Report>;
  readonly cloudwatch: CloudWatchClient;
  readonly lines: readonly string[];
}

export function canaryFor(simulator: Simulator): Canary {
  const { role, apiKey } = simulator.credentials;
  const { arn: _arn, ...credentials } = role;
  const aws = {
    region: simulator.api.region,
    endpoint: simulator.awsEndpoint,
    credentials,
    maxAttempts: 1,
  };
  const ec2 = new EC2Client(aws);
  const cloudwatch = new CloudWatchClient(aws);
  const secretsManager = new SecretsManagerClient(aws);
  const authorization = createAuthorization({
    env: { PETS_API_KEY: apiKey },
    secretsManager: () => secretsManager,
    credentials,
    now: Date.now,
  });
  const lines: string[] = [];
  const ports: Ports = {
    discover: createDiscovery(() => ec2, Date.now),
    probeAll: async (probes, target, { probing, probingEndsAt }) =>
      probeAll(probes, await probeSettings(target, 'test', await authorization.authorize(target, probing)), {
        signal: probing,
        endsAt: probingEndsAt,
      }),
    publish: createPublish({ cloudwatch: () => cloudwatch, writeLine: async (line) => void lines.push(line) }),
    now: Date.now,
  };
  return {
    run: (overrides = {}, deadlines) => {
      const target = parseTarget(configurationFor(simulator, overrides));
      return run(target, ports, deadlines ?? deadlinesOf(target.timeouts.runMs, performance.now()));
    },
    cloudwatch,
    lines,
    [Symbol.dispose]: () => {
      ec2.destroy();
      cloudwatch.destroy();
      secretsManager.destroy();
    },
  };
}

/** `vpce-host us-west-2a GET /pets`: an observation as the expectations of the tests write it. */
export function placeOf({ accessMethod, zone, family, resource }: Report['observations'][number]): string {
  return [accessMethod, zone, family === 6 ? 'IPv6' : undefined, resource]
    .filter((part) => part !== undefined)
    .join(' ');
}
