// Certificates of the shape that API Gateway presents: RSA-2048, a leaf of two wildcards, an intermediate sent with it.

import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** PEM: the authority to trust, and what a server presents, the intermediate included. */
export interface Chain {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
} as const;

const DAY_MS = 86_400_000;

/** A chain for exactly these names, which may be wildcards. */
export async function issueChain(names: readonly string[]): Promise<Chain> {
  const [root, intermediate, leaf] = await Promise.all([newKeys(), newKeys(), newKeys()]);
  const sign = (subject: string, keys: webcrypto.CryptoKeyPair, issuer: Issuer, extensions: Extension[]) =>
    X509CertificateGenerator.create({
      subject,
      issuer: issuer.name,
      publicKey: keys.publicKey,
      signingKey: issuer.keys.privateKey,
      signingAlgorithm: algorithm,
      notBefore: new Date(Date.now() - DAY_MS),
      notAfter: new Date(Date.now() + 90 * DAY_MS),
      extensions,
    });
  const rootName = 'CN=Bench Root CA 1';
  const middleName = 'CN=Bench RSA 2048 M01';
  const rootIssuer = { name: rootName, keys: root };
  const [ca, middle, own] = await Promise.all([
    sign(rootName, root, rootIssuer, authority()),
    sign(middleName, intermediate, rootIssuer, authority()),
    sign(`CN=${names[0]}`, leaf, { name: middleName, keys: intermediate }, [
      new SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns', value }))),
    ]),
  ]);
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', leaf.privateKey)).toString('base64');
  return {
    ca: ca.toString('pem'),
    cert: `${own.toString('pem')}\n${middle.toString('pem')}\n`,
    key: `-----BEGIN PRIVATE KEY-----\n${key.replaceAll(/(.{64})/g, '$1\n')}\n-----END PRIVATE KEY-----\n`,
  };
}

interface Issuer {
  readonly name: string;
  readonly keys: webcrypto.CryptoKeyPair;
}

function authority(): Extension[] {
  return [
    new BasicConstraintsExtension(true, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
  ];
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}
