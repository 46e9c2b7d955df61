// What is told of a cause, part by part, for rules of every kind. Data only.

import type { Diagnosis } from '../../src/domain/report.ts';
import { ENDPOINT_ID, OTHER_ENDPOINT_ID } from '../report/report-builder.ts';
import { addressAt, CUSTOM_DOMAIN, FIRST, SECOND, type World } from './facts.ts';

const NAME = '01234567ab.execute-api.us-west-2.amazonaws.com';
const HOST = ['vpce-host', 'vpce-host us-west-2a', 'vpce-host us-west-2b'];
const API_ID = HOST.map((route) => route.replace('vpce-host', 'vpce-api-id'));
const ALIAS = 'route53-alias';
/** Where there are several endpoints, each route says to which it leads. */
const at = (endpoint: string, route: string) => {
  const [way, ...zone] = route.split(' ');
  return [way, endpoint, ...zone].join(' ');
};

const FORBIDDEN = 'API Gateway: no such API, stage or Host here, or an API key or WAF rule refused it';

/** Without the texts that are the rule's own. */
export type Told = Omit<Diagnosis, 'cause' | 'remedy' | 'link'>;

export const DIAGNOSES: readonly (readonly [Told, World])[] = [
  [
    {
      code: 'private-dns-pending',
      title: 'Private DNS is being switched on: its hosted zone is not ready',
      evidence: [
        'private-dns: the name does not exist for this resolver',
        `pass: ${[ALIAS, ...HOST].join(', ')} and 3 more`,
        `EC2: ${ENDPOINT_ID}: state available, private DNS pending`,
      ],
      command: `aws ec2 describe-vpc-endpoints --region us-west-2 --vpc-endpoint-ids ${ENDPOINT_ID} --query 'VpcEndpoints[].[State,LastError,DnsEntries]'`,
      affects: ['private-dns'],
    },
    { endpoints: [{ ...FIRST, privateDns: 'pending' }], see: { 'private-dns': 'dns-nxdomain' } },
  ],
  [
    {
      code: 'private-name-elsewhere',
      title: "private-dns leads to addresses that are not the endpoint's",
      evidence: [
        'private-dns: passed',
        'the name leads to 10.9.1.7 10.9.2.7',
        "the endpoint's own names lead to 10.0.1.7 10.0.2.7",
      ],
      command:
        "aws ec2 describe-network-interfaces --region us-west-2 --filters 'Name=private-ip-address,Values=10.9.1.7' --query 'NetworkInterfaces[].[NetworkInterfaceId,VpcId,Description]'",
      affects: ['private-dns'],
    },
    { see: { 'private-dns': { is: 'passed', addresses: ['10.9.1.7', '10.9.2.7'] } } },
  ],
  [
    {
      code: 'alias-not-associated',
      title: `${ENDPOINT_ID} is not associated with the API: its alias does not work`,
      evidence: [
        `${ALIAS}: ${FORBIDDEN}`,
        `pass: private-dns, ${HOST.join(', ')} and 3 more`,
        `EC2: ${ENDPOINT_ID}: private DNS on`,
      ],
      command:
        "aws apigateway get-rest-api --region us-west-2 --rest-api-id 01234567ab --query 'endpointConfiguration.vpcEndpointIds'",
      affects: [ALIAS],
    },
    { see: { 'route53-alias': 'forbidden' } },
  ],
  [
    {
      code: 'zone-unreachable',
      title: `us-west-2b of ${ENDPOINT_ID} does not answer; other zones do`,
      evidence: [
        'private-dns, vpce-host us-west-2b, vpce-api-id us-west-2b: no answer to the connection request: dropped by a security group, a network ACL or a missing route (10.0.2.7)',
        `pass: ${ALIAS}, ${HOST.slice(0, 2).join(', ')}, vpce-api-id and 1 more`,
        `EC2: ${ENDPOINT_ID}: subnets subnet-0aaa1111bbbb2222c subnet-0ddd3333eeee4444f`,
        `changed: subnets of ${ENDPOINT_ID} from none to subnet-0ddd3333eeee4444f, between 2026-11-22T02:00:00.000Z and 2026-11-22T02:05:00.000Z`,
      ],
      command:
        "aws ec2 describe-network-interfaces --region us-west-2 --filters 'Name=private-ip-address,Values=10.0.2.7' --query 'NetworkInterfaces[].[Status,SubnetId,AvailabilityZone,Groups]'",
      affects: ['private-dns', `${HOST[2]}`, `${API_ID[2]}`],
    },
    {
      see: {
        'vpce us-west-2b': 'connect-timeout',
        'private-dns': { is: 'connect-timeout', addresses: [addressAt(0, 1), addressAt(0, 0)] },
      },
      discovery: {
        changes: [
          {
            endpoint: FIRST.id,
            what: 'subnets',
            before: '',
            after: 'subnet-0ddd3333eeee4444f',
            between: ['2026-11-22T02:00:00.000Z', '2026-11-22T02:05:00.000Z'],
          },
        ],
      },
    },
  ],
  [
    {
      code: 'endpoint-policy-denies',
      title: `The policy of ${OTHER_ENDPOINT_ID} does not allow this call`,
      evidence: [
        `${[ALIAS, ...HOST].map((route) => at(OTHER_ENDPOINT_ID, route)).join(', ')} and 3 more: API Gateway: a policy does not allow the call`,
        'API Gateway says: because no VPC endpoint policy allows it',
        `pass: private-dns, ${[ALIAS, ...HOST.slice(0, 2)].map((route) => at(ENDPOINT_ID, route)).join(', ')} and 4 more`,
      ],
      command: `aws ec2 describe-vpc-endpoints --region us-west-2 --vpc-endpoint-ids ${OTHER_ENDPOINT_ID} --query 'VpcEndpoints[].PolicyDocument' --output text`,
      affects: [ALIAS, ...HOST, ...API_ID].map((route) => at(OTHER_ENDPOINT_ID, route)),
    },
    {
      endpoints: [FIRST, SECOND],
      see: { second: { is: 'access-denied', bodyExcerpt: 'because no VPC endpoint policy allows it' } },
    },
  ],
  [
    {
      code: 'strict-access-mode',
      title: 'The endpoint access mode is STRICT: ways with another SNI are refused',
      evidence: [
        `${[...HOST, API_ID[0]].join(', ')} and 2 more: ${FORBIDDEN}`,
        `pass: private-dns, ${ALIAS}`,
        `control api-sni (${ENDPOINT_ID}): 200: vpce-host passes with the API's own name as SNI: only the name in the handshake is refused`,
      ],
      command:
        "aws apigateway get-rest-api --region us-west-2 --rest-api-id 01234567ab --query '[endpointAccessMode,securityPolicy]'",
      affects: [...HOST, ...API_ID],
    },
    { see: { vpce: 'forbidden' }, controls: { 'api-sni': 'passed' } },
  ],
  [
    {
      code: 'wrong-answer',
      title: 'Expected status, wrong body: GET /pets',
      evidence: [
        `private-dns, ${ALIAS}, ${HOST.slice(0, 2).join(', ')} and 4 more: GET /pets: an expression on the body is not true`,
        'body: {"errors":[{"message":"out of range"}]}',
        'pass: GET /pets/1',
      ],
      command: `curl 'https://${NAME}'`,
      affects: ['private-dns', ALIAS, ...HOST, ...API_ID],
    },
    { see: { '/pets': 'body-mismatch' } },
  ],
  [
    {
      code: 'custom-domain-record-missing',
      title: 'pets.example.com has no record for this resolver',
      evidence: [
        'custom-domain: the name does not exist for this resolver',
        `pass: private-dns, ${ALIAS}, ${HOST.slice(0, 2).join(', ')} and 7 more`,
      ],
      command: 'aws route53 list-hosted-zones-by-vpc --vpc-id vpc-0a1b2c3d4e5f60718 --vpc-region us-west-2',
      affects: ['custom-domain'],
    },
    { target: CUSTOM_DOMAIN, see: { 'custom-domain': 'dns-nxdomain' } },
  ],
  [
    {
      code: 'resolver-failing',
      title: 'The resolver 10.0.0.2:53 does not answer as it should',
      evidence: [
        `private-dns, ${ALIAS}, ${HOST.slice(0, 2).join(', ')} and 4 more: the resolver did not answer in time`,
      ],
      command: `dig @10.0.0.2 ${NAME}`,
      affects: ['private-dns', ALIAS, ...HOST, ...API_ID],
    },
    { see: { every: 'dns-timeout' } },
  ],
  [
    {
      code: 'run-cut-short',
      title: "The run's deadline came before 12 of its probes",
      evidence: [`${[...HOST, API_ID[0]].join(', ')} and 2 more: not-run`],
      command: 'private-api-canary plan --config FILE',
      affects: [...HOST, ...API_ID],
    },
    { see: { vpce: 'not-run' } },
  ],
  [
    {
      code: 'discovery-failed',
      title: 'The endpoints could not be looked up, so nothing was probed',
      evidence: ['EC2: UnauthorizedOperation: not you', 'vpce-00000000: EC2 knows no endpoint of this id'],
      command: "aws ec2 describe-vpc-endpoints --region us-west-2 --filters 'Name=service-name,Values=*.execute-api'",
      affects: [],
    },
    {
      endpoints: [],
      discovery: {
        source: 'none',
        problem: { code: 'ec2-denied', message: 'EC2: UnauthorizedOperation: not you', hint: 'Allow it.' },
        notices: [{ code: 'endpoint-missing', subject: 'vpce-00000000', message: 'EC2 knows no endpoint of this id' }],
      },
    },
  ],
  [
    {
      code: 'endpoint-not-probed',
      title: `${OTHER_ENDPOINT_ID}: named in the configuration, but cannot be probed`,
      evidence: [`${OTHER_ENDPOINT_ID}: EC2 knows no endpoint of this id`],
      command: "aws ec2 describe-vpc-endpoints --region us-west-2 --filters 'Name=service-name,Values=*.execute-api'",
      affects: [OTHER_ENDPOINT_ID],
    },
    {
      target: { endpoints: { vpcEndpointIds: [ENDPOINT_ID, OTHER_ENDPOINT_ID] } },
      discovery: {
        notices: [
          { code: 'endpoint-missing', subject: OTHER_ENDPOINT_ID, message: 'EC2 knows no endpoint of this id' },
        ],
      },
    },
  ],
];
