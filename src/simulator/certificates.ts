// A certificate authority and the two certificates an execute-api endpoint presents, made anew at every start.
// Private keys stay in memory; only the authority's certificate may be written to disk.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate and its key, both PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** What startSimulator needs: whom to trust, and what to present. */
export interface Certificates {
  /** PEM of the authority. */
  readonly ca: string;
  /** `*.execute-api.R.S`: presented for every name that is not a vpce name. */
  readonly byDefault: KeyPair;
  /** `*.execute-api.R.vpce.S`. */
  readonly vpce: KeyPair;
}

const HOUR_MS = 3_600_000;
// The public counterpart of these certificates is valid for about 197 days.
const LEAF_DAYS = 197;
const CA_DAYS = 3_650;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Issues certificates for the two wildcard parents. Backdated by an hour, as clocks differ. */
export async function issueCertificates(privateApex: string, vpceApex: string): Promise<Certificates> {
  const notBefore = new Date(Date.now() - HOUR_MS);
  const authority = await createAuthority(notBefore);
  const [byDefault, vpce] = await Promise.all([
    issueLeaf(authority, `*.${privateApex}`, notBefore),
    issueLeaf(authority, `*.${vpceApex}`, notBefore),
  ]);
  return { ca: authority.pem, byDefault, vpce };
}

interface Authority {
  readonly keys: webcrypto.CryptoKeyPair;
  readonly name: string;
  readonly pem: string;
}

async function createAuthority(notBefore: Date): Promise<Authority> {
  const keys = await generateKeys();
  const name = 'CN=Simulated Amazon Root CA, O=Simulated Amazon, C=US';
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name,
    keys,
    notBefore,
    notAfter: daysAfter(notBefore, CA_DAYS),
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { keys, name, pem: certificate.toString('pem') };
}

async function issueLeaf(authority: Authority, dnsName: string, notBefore: Date): Promise<KeyPair> {
  const keys = await generateKeys();
  const extensions: Extension[] = [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension([{ type: 'dns', value: dnsName }]),
    await AuthorityKeyIdentifierExtension.create(authority.keys.publicKey),
    await SubjectKeyIdentifierExtension.create(keys.publicKey),
  ];
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${dnsName}`,
    issuer: authority.name,
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    notBefore,
    notAfter: daysAfter(notBefore, LEAF_DAYS),
    signingAlgorithm: algorithm,
    extensions,
  });
  return { cert: certificate.toString('pem'), key: await privateKeyPem(keys.privateKey) };
}

async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  const lines = der.toString('base64').replaceAll(/(.{64})/g, '$1\n');
  return `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`;
}

function daysAfter(date: Date, days: number): Date {
  return new Date(date.getTime() + days * 24 * HOUR_MS);
}
