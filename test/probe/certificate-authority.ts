// A certificate authority of the tests' own. It shares nothing with the simulator's, so that one cannot hide the other's
// mistake.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type JsonName,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

export interface LeafOptions {
  /** Subject alternative names, all of type DNS. */
  readonly names: readonly string[];
  /** Default: `CN=` and the first name. */
  readonly subject?: JsonName;
  /** Days from now; negative ones are in the past. Default: from -1 to 61 and a half. */
  readonly validDays?: { readonly from: number; readonly to: number };
}

export interface Authority {
  readonly pem: string;
  readonly issue: (leaf: LeafOptions) => Promise<KeyPair>;
}

const DAY_MS = 86_400_000;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export async function createAuthority(name: string | JsonName = 'CN=Test Root, O=Canary Tests'): Promise<Authority> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name,
    keys,
    notBefore: daysFromNow(-1000),
    notAfter: daysFromNow(1000),
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
    ],
  });
  return {
    pem: certificate.toString('pem'),
    issue: async ({ names, subject = [{ CN: [names[0] ?? ''] }], validDays = { from: -1, to: 61.5 } }) => {
      const own = await generateKeys();
      const leaf = await X509CertificateGenerator.create({
        subject,
        issuer: certificate.subjectName,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        notBefore: daysFromNow(validDays.from),
        notAfter: daysFromNow(validDays.to),
        signingAlgorithm: algorithm,
        extensions: [
          new BasicConstraintsExtension(false, undefined, true),
          new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
          new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
        ],
      });
      return { cert: leaf.toString('pem'), key: await pemOf(own.privateKey) };
    },
  };
}

/** A certificate that vouches for itself. */
export async function selfSigned(name: string): Promise<KeyPair> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    notBefore: daysFromNow(-1),
    notAfter: daysFromNow(60),
    signingAlgorithm: algorithm,
    extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: name }])],
  });
  return { cert: certificate.toString('pem'), key: await pemOf(keys.privateKey) };
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key));
  return `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`;
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

function daysFromNow(days: number): Date {
  return new Date(Date.now() + days * DAY_MS);
}
