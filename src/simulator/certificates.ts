// The certificates that the endpoint can present, sound and unsound, made anew at every start.
// Private keys stay in memory; only the authority's certificate may be written to disk.
import { type Authority, createAuthority, issueLeaf, type KeyPair, type Validity } from './certificate-authority.ts';

/** What is wrong with a certificate, if anything. `intercepted`: another authority made it and its whole chain. */
export type Soundness = 'sound' | 'expired' | 'expiring' | 'intercepted';

/** Whom to trust, and what to present. */
export interface Certificates {
  /** PEM of the authority to trust. */
  readonly ca: string;
  /** The certificate for exactly this name, which may be a wildcard; the same one whenever it is asked for again. */
  forName(dnsName: string, soundness: Soundness): Promise<KeyPair>;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
// The public counterpart of these certificates is valid for about 197 days.
const LEAF_MS = 197 * DAY_MS;
const AUTHORITY_MS = 3_650 * DAY_MS;

/** An authority, and sound certificates for the two wildcard parents; all others are issued when first asked for. */
export async function issueCertificates(privateApex: string, vpceApex: string): Promise<Certificates> {
  const authority = await newAuthority('CN=Simulated Amazon Root CA, O=Simulated Amazon, C=US');
  const interceptor = once(() => newAuthority('CN=Example Corp TLS Inspection, O=Example Corp'));
  const issued = new Map<string, Promise<KeyPair>>();
  const forName: Certificates['forName'] = (dnsName, soundness) => {
    const key = `${soundness} ${dnsName}`;
    const known = issued.get(key);
    if (known !== undefined) return known;
    const fresh =
      soundness === 'intercepted' ? intercept(interceptor(), dnsName) : issue(authority, dnsName, soundness);
    issued.set(key, fresh);
    return fresh;
  };
  await Promise.all([forName(`*.${privateApex}`, 'sound'), forName(`*.${vpceApex}`, 'sound')]);
  return { ca: authority.pem, forName };
}

function newAuthority(name: string): Promise<Authority> {
  const notBefore = anHourAgo();
  return createAuthority(name, { notBefore, notAfter: later(notBefore, AUTHORITY_MS) });
}

function issue(authority: Authority, dnsName: string, soundness: 'sound' | 'expired' | 'expiring'): Promise<KeyPair> {
  return issueLeaf(authority, dnsName, validities[soundness]());
}

/** A device that opens TLS presents its own chain beside the leaf: nothing else would lead a client to its authority. */
async function intercept(interceptor: Promise<Authority>, dnsName: string): Promise<KeyPair> {
  const authority = await interceptor;
  const { cert, key } = await issue(authority, dnsName, 'sound');
  return { cert: `${cert}\n${authority.pem}`, key };
}

const validities: Readonly<Record<'sound' | 'expired' | 'expiring', () => Validity>> = {
  sound: () => endingAt(later(anHourAgo(), LEAF_MS)),
  expired: () => endingAt(new Date(Date.now() - DAY_MS)),
  expiring: () => endingAt(new Date(Date.now() + 9.5 * DAY_MS)),
};

function endingAt(notAfter: Date): Validity {
  return { notBefore: later(notAfter, -LEAF_MS), notAfter };
}

/** Backdated, as clocks differ. */
function anHourAgo(): Date {
  return new Date(Date.now() - HOUR_MS);
}

function later(date: Date, ms: number): Date {
  return new Date(date.getTime() + ms);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
