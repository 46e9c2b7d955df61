// TLS: whose certificate is presented, whether it is trusted and valid, whether the handshake comes to an end.

import type { Observation } from '../../domain/observation.ts';
import type { ObservedRule } from '../rule.ts';
import { failedAt, failedWith, goes, ofSameWay, type Scene, VPCE_WAYS } from '../scene.ts';
import { leadsElsewhere } from './leads-elsewhere.ts';
import { isStrict } from './strict.ts';

/** Days before its end at which a certificate is trouble: AWS replaces its own well before that. */
export const MIN_CERTIFICATE_DAYS = 14;

const CERTIFICATE =
  'openssl s_client -connect {socket} -servername {sni} </dev/null 2>/dev/null | openssl x509 -noout -subject -issuer -dates -ext subjectAltName';

/** Certificates of AWS for names of execute-api are issued by Amazon; a custom domain's is the user's own. */
function isIssuedByAmazon({ tls }: Observation): boolean {
  return /\bamazon\b/i.test(tls?.issuer ?? '');
}

function isIntercepted(seen: Observation, { observations }: Scene): boolean {
  if (!failedWith(seen, 'tls-untrusted') || !seen.tls?.issuer || isIssuedByAmazon(seen)) return false;
  if (!goes(seen, 'custom-domain')) return true;
  // Who made the certificates of execute-api's names made this one, too.
  return observations.some(
    (other) =>
      !goes(other, 'custom-domain') && failedWith(other, 'tls-untrusted') && other.tls?.issuer === seen.tls?.issuer,
  );
}

/** The endpoint's default certificate, which covers the API's names and not its own. */
function isDefaultCertificate({ tls }: Observation): boolean {
  return tls?.names.includes('.execute-api.') === true;
}

function isExpiring({ outcome, tls }: Observation): boolean {
  return outcome === 'passed' && tls?.daysLeft !== undefined && tls.daysLeft < MIN_CERTIFICATE_DAYS;
}

function certificateKey({ tls }: Observation): string {
  return `${tls?.subject} ${tls?.validTo}`;
}

function endEvidence(members: readonly Observation[]): readonly string[] {
  const ends = members.map(({ tls }) => {
    const end = tls?.validTo ? `valid to ${tls.validTo}` : `${tls?.daysLeft} days left`;
    return `${tls?.subject || 'a certificate'}: ${end}${tls?.issuer ? `, issued by ${tls.issuer}` : ''}`;
  });
  return [...new Set(ends)];
}

function isOtherZoneSpared(seen: Observation, scene: Scene): boolean {
  return ofSameWay(seen, scene).some(
    (other) => other.outcome === 'passed' || failedAt(other, 'request', 'response', 'expect'),
  );
}

const certificateEvidence = (members: readonly Observation[]) =>
  [
    ...new Set(
      members.flatMap(({ tls }) =>
        tls === undefined ? [] : [`certificate for ${tls.names || tls.subject}, issued by ${tls.issuer}`],
      ),
    ),
  ].slice(0, 4);

export const TLS_RULES: readonly ObservedRule[] = [
  {
    code: 'vpce-certificate-mismatch',
    title: "The endpoint's certificate does not cover its own names",
    symptom: '`vpce-host` and `vpce-api-id` fail in TLS: the certificate is for other names; private DNS passes.',
    cause:
      'What answers presents the default certificate, or one of its own, for the vpce names: a load balancer or proxy in front of the endpoint that takes no SNI along, or a fault of the endpoint. Clients that do not check the name notice nothing.',
    remedy:
      'If a load balancer stands in between, let it pass TLS through with the SNI; if not, send the certificate to AWS support. Meanwhile use a way that passes.',
    command: CERTIFICATE,
    explains: (seen) => goes(seen, ...VPCE_WAYS) && failedWith(seen, 'tls-name-mismatch') && isDefaultCertificate(seen),
    looksAt: { controls: ['api-sni'], more: certificateEvidence },
  },
  {
    code: 'foreign-certificate',
    title: 'What answers presents a certificate for other names',
    symptom: 'TLS fails because the certificate, though trusted, is for names that are none of execute-api.',
    cause:
      'Something else answers at these addresses: a load balancer or proxy with a certificate of its own in front of the endpoint, or an address that belongs to another service.',
    remedy: 'The names on the certificate say who it is. Let it pass TLS through, or lead the names to the endpoint.',
    command: CERTIFICATE,
    explains: (seen, scene) =>
      failedWith(seen, 'tls-name-mismatch') &&
      !!seen.tls?.names &&
      !isDefaultCertificate(seen) &&
      !leadsElsewhere(seen, scene),
    looksAt: { more: certificateEvidence },
  },
  {
    code: 'tls-intercepted',
    title: "Somebody in between opens TLS: the certificate is not Amazon's",
    symptom: 'TLS fails for the names of execute-api: the issuer is nobody whom this client trusts, and not Amazon.',
    cause: 'A firewall or proxy on the way opens TLS and presents certificates of its own.',
    remedy:
      "Exempt the endpoint's addresses from TLS inspection; or, if it is meant to be, trust its authority with `connection.caFile`.",
    command: CERTIFICATE,
    explains: (seen, scene) => isIntercepted(seen, scene) && !leadsElsewhere(seen, scene),
    looksAt: { more: certificateEvidence },
  },
  {
    code: 'certificate-untrusted',
    title: "The certificate's issuer is not trusted by this client",
    symptom: 'TLS fails because no authority that is trusted here issued the certificate.',
    cause:
      "The list of trusted authorities lacks the issuer: `connection.caFile` replaces the usual list and does not have it, or a custom domain's certificate comes from a private authority; or somebody in between opens TLS: the issuer's name tells.",
    remedy: "Add the issuer's root to `connection.caFile`, or leave the key out to trust the usual authorities.",
    command: CERTIFICATE,
    explains: (seen, scene) =>
      failedWith(seen, 'tls-untrusted') &&
      !!seen.tls?.issuer &&
      !isIntercepted(seen, scene) &&
      !leadsElsewhere(seen, scene),
    looksAt: { more: certificateEvidence },
  },
  {
    code: 'certificate-expired',
    title: 'The certificate for {sni} is not valid now',
    symptom: 'TLS fails because the certificate has ended or has not begun.',
    cause:
      "It was not renewed: a custom domain's is the user's own, those of execute-api are renewed by AWS. If it has not begun, or ended long ago, the clock of the canary's host may be wrong.",
    remedy: 'Compare its dates with the time; renew it in ACM, or ask AWS support.',
    command: CERTIFICATE,
    explains: (seen, scene) => failedWith(seen, 'tls-expired', 'tls-not-yet-valid') && !leadsElsewhere(seen, scene),
    looksAt: { more: certificateEvidence },
  },
  {
    code: 'certificate-expiring',
    title: 'A certificate ends soon, days left: {days}',
    symptom: 'Probes pass, and the certificate has fewer than 14 days left.',
    cause:
      'It is for names of execute-api, and AWS renews it long before that; or something in between presents one of its own.',
    remedy:
      'If Amazon issued it, it is replaced by AWS: ask support. If not, find out whose it is, and have it renewed.',
    command: CERTIFICATE,
    explains: (seen) => isExpiring(seen) && !goes(seen, 'custom-domain'),
    per: certificateKey,
    looksAt: { more: endEvidence },
  },
  {
    code: 'custom-domain-certificate-expiring',
    title: 'The certificate of {sni} ends soon, days left: {days}',
    symptom: 'Probes of the custom domain pass, and its certificate has fewer than 14 days left.',
    cause:
      'It is your own. One that ACM issued is renewed by ACM some 60 days before its end, as long as its validation record is in public DNS and the certificate is in use: that record is gone, or it was validated by e-mail and nobody answered. One that was imported is renewed by nobody. After a renewal API Gateway takes some 15 minutes to present it.',
    remedy:
      'See its type and its renewal status in ACM. `AMAZON_ISSUED`: put the validation record back, or answer the mail. `IMPORTED`: import a new one under the same ARN.',
    command:
      "aws acm list-certificates --region {region} --query 'CertificateSummaryList[].[DomainName,Type,NotAfter,RenewalEligibility,InUse]'",
    // All other names are below execute-api, whose certificates are those of AWS.
    explains: (seen) => isExpiring(seen) && goes(seen, 'custom-domain'),
    per: certificateKey,
    looksAt: { more: endEvidence },
  },
  {
    code: 'tls-refused',
    title: 'The TLS handshake is refused',
    symptom: 'The handshake ends with an alert of the server.',
    cause:
      "A device on the way filters handshakes; or, where the control `api-sni` passes, whoever refuses goes by the name in the handshake: a firewall, or the API's endpoint access mode STRICT. A security policy that was raised to TLS 1.3 alone refuses clients that speak no more than TLS 1.2, and not the canary, which speaks both; one with a short list of ciphers may refuse both.",
    remedy: 'Compare the security policy with what the clients speak; a change of policy takes some 15 minutes.',
    command:
      "aws apigateway get-rest-api --region {region} --rest-api-id {api} --query '[securityPolicy,endpointAccessMode,apiStatus]'",
    explains: (seen, scene) =>
      failedWith(seen, 'tls-alert') &&
      !leadsElsewhere(seen, scene) &&
      !isStrict(seen, scene) &&
      !isOtherZoneSpared(seen, scene),
    looksAt: { controls: ['api-sni', 'unknown-api'] },
  },
  {
    code: 'tls-cut-off',
    title: 'Connections are made, and the TLS handshake is cut off',
    symptom: 'TCP connects, and the handshake gets no answer in time or ends with a reset.',
    cause:
      "A device on the way. A firewall that goes by the name in the handshake: then the control `api-sni` passes, and the API's endpoint access mode STRICT would look the same. Or a path that loses large packets (VPN, Direct Connect), so that the server's certificate does not come through. A failing endpoint looks like either, but is rarer.",
    remedy:
      'If `api-sni` passes, look for the firewall, then at the endpoint access mode. If not, repeat the probe from inside the VPC: if it passes there, it is the path; look at its MTU and its firewalls.',
    command: '{curl}',
    explains: (seen, scene) =>
      failedWith(seen, 'tls-timeout', 'tls-reset') && !leadsElsewhere(seen, scene) && !isStrict(seen, scene),
    looksAt: { controls: ['api-sni', 'unknown-api'] },
  },
  {
    code: 'tls-not-spoken',
    title: 'What answers at {address}:{port} does not speak TLS',
    symptom: 'TCP connects, and the answer to the handshake is no TLS.',
    cause:
      'Another port than that of HTTPS is dialled, or something else than the endpoint has the address: a proxy, a captive portal. A server without any version of TLS from 1.2 on looks the same.',
    remedy: 'Check `connection.port`, and who has the address.',
    command: '{curl}',
    explains: (seen, scene) => failedWith(seen, 'tls-not-tls') && !leadsElsewhere(seen, scene),
  },
];
