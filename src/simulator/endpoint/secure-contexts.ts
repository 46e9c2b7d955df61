// Which certificate a connection is shown: the name by its SNI, and what is wrong with it by the faults.
// It must not touch the connection.
import { createSecureContext, type SecureContext } from 'node:tls';
import type { KeyPair } from '../certificate-authority.ts';
import type { Certificates, Soundness } from '../certificates.ts';
import type { Faults } from '../faults.ts';
import type { Topology } from '../topology.ts';

/** Chooses by the server name of a ClientHello; undefined when it had none. */
type ChooseContext = (sni: string | undefined) => Promise<SecureContext>;

interface Presented {
  readonly topology: Topology;
  readonly certificates: Certificates;
  readonly faults: () => Faults;
}

/** One secure context per certificate, so that clients can resume sessions as they can at AWS. */
export function createContextChooser({ topology, certificates, faults }: Presented): ChooseContext {
  const contexts = new WeakMap<KeyPair, SecureContext>();
  return async (sni) => {
    const { certificate, customDomain } = faults();
    const name = presented[certificate]?.(topology) ?? nameFor(sni, topology, customDomain);
    const pair = await certificates.forName(name, soundness[certificate]);
    const context = contexts.get(pair) ?? createSecureContext({ ...pair, minVersion: 'TLSv1.2' });
    contexts.set(pair, context);
    return context;
  };
}

const soundness: Readonly<Record<Faults['certificate'], Soundness>> = {
  'by-name': 'sound',
  'default-only': 'sound',
  foreign: 'sound',
  intercepted: 'intercepted',
  expired: 'expired',
  expiring: 'expiring',
};

/** What is presented whatever name is asked for. */
const presented: Partial<Record<Faults['certificate'], (topology: Topology) => string>> = {
  'default-only': ({ privateApex }) => `*.${privateApex}`,
  foreign: () => 'balancer.example.com',
};

/** Any name that the endpoint has no certificate for is shown the one of the default names. */
function nameFor(sni: string | undefined, topology: Topology, customDomain: Faults['customDomain']): string {
  const asked = sni?.toLowerCase() ?? '';
  if (asked.endsWith(`.${topology.vpceApex}`)) return `*.${topology.vpceApex}`;
  const isKnown = customDomain !== 'default-certificate' && customDomain !== 'not-associated';
  return isKnown && asked === topology.customDomain.name ? asked : `*.${topology.privateApex}`;
}
