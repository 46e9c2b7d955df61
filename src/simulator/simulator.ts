// A VPC with a private API on this machine: DNS, execute-api endpoint, PetStore, EC2, CloudWatch and Secrets Manager, with
// faults on demand.
// It imports nothing of the canary, so that a mistake the two might share cannot hide.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AwsServer, startAws } from './aws/server.ts';
import { describeToAws } from './aws-world.ts';
import { issueCertificates } from './certificates.ts';
import { type Cleanup, createCleanup } from './cleanup.ts';
import { type AccessKey, API_KEY, accessKeys } from './credentials.ts';
import { createResponder, type ResolverWorld } from './dns/message.ts';
import { startDnsServer } from './dns/server.ts';
import { assignAddresses, hasIpv6, LOOPBACK_NETWORKS } from './endpoint/loopback.ts';
import { openInterfaces } from './endpoint/network-interface.ts';
import { listeners, ownAddresses, reactionOf } from './endpoint/reactions.ts';
import { createTlsFront } from './endpoint/tls-front.ts';
import { gatewayTimeMs } from './execute-api/clock.ts';
import { answerRequest } from './execute-api/front-door.ts';
import { createHttpFront } from './execute-api/http-front.ts';
import { type Faults, healthy } from './faults.ts';
import type { SeenConnection } from './journal.ts';
import { faultsOf, type ScenarioChoice } from './scenarios.ts';
import { dnsNames, layOut, type Topology } from './topology.ts';

/** How to start. */
export interface SimulatorOptions {
  /** One, or several at once. Default: `healthy`. */
  readonly scenario?: ScenarioChoice;
  /** Availability zones of us-west-2, in the order EC2 lists them. Default: `us-west-2b`, `us-west-2a`. */
  readonly zones?: readonly string[];
  /** False: as on a system without `::1`. Default: what the system has. */
  readonly ipv6?: boolean;
}

/** A running simulator. Disposing it closes every socket and thread and removes its folder. */
export interface Simulator extends AsyncDisposable {
  readonly api: Topology['api'];
  readonly endpoint: {
    readonly id: Topology['endpointId'];
    readonly vpcId: string;
    /** As EC2 lists them: regional, zonal, then the two private ones unless private DNS is off. */
    readonly dnsNames: readonly string[];
  };
  /** TLS port, the same on every address. */
  readonly port: number;
  /** Zone -> loopback address. Where the system has only 127.0.0.1, all zones share it. */
  readonly addresses: Readonly<Record<string, string>>;
  /** `::1`, the IPv6 address that all zones share; undefined where the system does not have it. */
  readonly ipv6Address: string | undefined;
  /** CIDR blocks that have all these addresses. */
  readonly networks: readonly string[];
  /** PEM file with the authority to trust. */
  readonly caFile: string;
  /** Resolvers, `127.0.0.1:PORT`, each on UDP and TCP. */
  readonly dns: { readonly vpc: string; readonly onPremises: string };
  /** `http://127.0.0.1:PORT`, for AWS_ENDPOINT_URL. */
  readonly awsEndpoint: string;
  /** What AWS clients, and whoever calls the API, may prove with who they are. */
  readonly credentials: { readonly user: AccessKey; readonly role: AccessKey; readonly apiKey: string };
  /** Calls to EC2, CloudWatch and Secrets Manager, in order of arrival, the refused ones included. */
  readonly awsCalls: AwsServer['calls'];
  /** Data points that CloudWatch took, in order of arrival, each as often as it was sent, with its own time stamp. */
  readonly metricData: AwsServer['metricData'];
  /** Everything the TLS endpoints saw, in order. */
  readonly connections: readonly SeenConnection[];
  /**
   * Takes effect for the next connection, query and call; connections that are open stay open. Rejects, and changes
   * nothing, when the scenarios contradict each other, when one does not exist, and when IPv6 is to be served on a
   * system without ::1. Rejects with EADDRINUSE when somebody else took the port of an interface meanwhile: names and
   * answers are then as before, interfaces may not be.
   */
  setScenario(choice: ScenarioChoice): Promise<void>;
}

/** Starts everything on ports that the system chooses. What was started is stopped again when a part fails to start, and
 * when the scenarios are ones that `setScenario` rejects. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const cleanup = createCleanup();
  try {
    return await start(options, cleanup);
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

async function start(options: SimulatorOptions, cleanup: Cleanup): Promise<Simulator> {
  const topology = layOut(
    await assignAddresses(options.zones ?? ['us-west-2b', 'us-west-2a'], options.ipv6 ?? (await hasIpv6())),
  );
  let faults = healthy;
  const currentFaults = (): Faults => faults;
  const connections: SeenConnection[] = [];

  const certificates = await issueCertificates(topology.privateApex, topology.vpceApex);
  const caFile = await writeAuthority(certificates.ca, cleanup);
  const front = createTlsFront({
    topology,
    certificates,
    faults: currentFaults,
    journal: connections,
    onSession: createHttpFront(
      (request) => delayed(answerRequest(request, topology, faults), faults),
      () => gatewayTimeMs(faults),
    ),
  });
  cleanup.defer(front.destroyAll);
  const interfaces = await openInterfaces(listeners(topology), front.accept);
  for (const each of interfaces) cleanup.defer(() => each[Symbol.asyncDispose]());

  const world = { topology, faults: currentFaults };
  const vpc = await startResolver({ ...world, view: 'vpc' }, cleanup);
  const onPremises = await startResolver({ ...world, view: 'on-premises' }, cleanup);
  const aws = await startAws(describeToAws(topology, currentFaults));
  cleanup.defer(() => aws[Symbol.asyncDispose]());

  const switchTo = async (next: Faults): Promise<void> => {
    if (next.addresses === 'dualstack' && next.ipv6Route === 'there' && topology.ipv6Address === undefined) {
      throw new Error('This machine has no ::1 to play the IPv6 addresses of a dual-stack endpoint');
    }
    const own = interfaces.filter(({ zone }) => ownAddresses(topology).includes(zone.address));
    const turned = await Promise.allSettled(
      own.map((each) => each.react(reactionOf(each.zone.address, topology, next))),
    );
    const failed = turned.find((each) => each.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    faults = next;
  };
  // Switches are made one after the other, and none is half done when the interfaces close.
  let switching = Promise.resolve();
  cleanup.defer(() => Promise.allSettled([switching]));
  const setScenario = (choice: ScenarioChoice): Promise<void> => {
    const turn = async (): Promise<void> => switchTo(faultsOf(choice));
    switching = switching.then(turn, turn);
    return switching;
  };
  await setScenario(options.scenario ?? 'healthy');

  return {
    api: topology.api,
    endpoint: {
      id: topology.endpointId,
      vpcId: topology.vpcId,
      get dnsNames() {
        return dnsNames(topology, faults.privateDns !== 'off');
      },
    },
    port: interfaces[0]?.port ?? 0,
    addresses: Object.fromEntries(topology.zones.map((zone) => [zone.name, zone.address])),
    ipv6Address: topology.ipv6Address,
    networks: LOOPBACK_NETWORKS,
    caFile,
    dns: { vpc, onPremises },
    awsEndpoint: aws.url,
    awsCalls: aws.calls,
    metricData: aws.metricData,
    credentials: { ...accessKeys, apiKey: API_KEY },
    connections,
    setScenario,
    [Symbol.asyncDispose]: cleanup.run,
  };
}

async function writeAuthority(pem: string, cleanup: Cleanup): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'private-api-canary-simulator-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'ca.pem');
  await writeFile(file, pem);
  return file;
}

async function startResolver(world: ResolverWorld, cleanup: Cleanup): Promise<string> {
  const server = await startDnsServer(createResponder(world));
  cleanup.defer(() => server[Symbol.asyncDispose]());
  return server.address;
}

function delayed<T extends { readonly delayMs?: number }>(answer: T, faults: Faults): T {
  return { ...answer, delayMs: (answer.delayMs ?? 0) + faults.answerDelayMs };
}
