// Where the canary's function may connect to: the egress rules of its security group.

import { isIP } from 'node:net';
import type { ICfnRuleConditionExpression } from 'aws-cdk-lib';
import type { FunctionNeeds } from './function-permissions.ts';
import { type Needed, where } from './needed.ts';

const HTTPS_PORT = 443;
const DNS_PORT = 53;

/** TCP to port 443 and to the ports of the targets, anywhere; UDP and TCP to the name servers that targets name.
 *
 * The VPC's own resolver needs no rule: security groups do not filter what is sent to it. Throws for a name server that
 * is no IP address. Source: Amazon VPC User Guide, "Security groups". */
export function egressRules(
  { ports, resolvers }: Pick<FunctionNeeds, 'ports' | 'resolvers'>,
  ipv6: Needed,
): readonly (Rule | ICfnRuleConditionExpression)[] {
  const anywhere = (port: number) => {
    const description = port === HTTPS_PORT ? 'HTTPS' : 'Endpoints of a watched API';
    const everyIpv4 = rule('tcp', port, { CidrIp: '0.0.0.0/0' }, description);
    return [everyIpv4, ...where(ipv6, rule('tcp', port, { CidrIpv6: '::/0' }, description))];
  };
  return [
    ...[...new Set([HTTPS_PORT, ...ports])].flatMap(anywhere),
    // A DNS answer that does not fit a datagram is asked for again over TCP.
    ...[...new Set(resolvers)].flatMap((resolver) => {
      const { range, port } = serverOf(resolver);
      return ['udp', 'tcp'].map((protocol) => rule(protocol, port, range, 'Name server of a watched API'));
    }),
  ];
}

type Range = { readonly CidrIp: string } | { readonly CidrIpv6: string };

/** As CloudFormation spells it: CDK does not translate what stands in a condition. */
type Rule = Range & {
  readonly IpProtocol: string;
  readonly FromPort: number;
  readonly ToPort: number;
  readonly Description: string;
};

function rule(protocol: string, port: number, range: Range, description: string): Rule {
  return { IpProtocol: protocol, FromPort: port, ToPort: port, ...range, Description: description };
}

function serverOf(resolver: string): { readonly range: Range; readonly port: number } {
  const bracketed = /^\[(?<address>.+)\](?::(?<port>\d+))?$/;
  const dotted = /^(?<address>[\d.]+)(?::(?<port>\d+))?$/;
  const { address = resolver, port = DNS_PORT } = (bracketed.exec(resolver) ?? dotted.exec(resolver))?.groups ?? {};
  const version = isIP(address);
  if (version === 0) throw new Error(`the name server ${resolver} is not an IP address with or without a port`);
  return { range: version === 4 ? { CidrIp: `${address}/32` } : { CidrIpv6: `${address}/128` }, port: Number(port) };
}
