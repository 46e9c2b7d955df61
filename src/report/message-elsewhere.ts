// The headlines when all probes pass here and the alarm is about another vantage: what is wrong is between it and the VPC,
// or is the host there itself.

import { alarmIdOf } from '../domain/alarm-change.ts';
import type { Explained } from '../domain/explanation.ts';
import { passed } from './message-passing.ts';
import { alarmName, at, bounded, type Headline, type MessageLinks, namesOf, turned } from './message-wording.ts';

// What lies between a host on-premises and an endpoint in a VPC, in the order in which it is lost most often.
const THE_WAY =
  'Direct Connect or the VPN and its routes, the DNS servers there and the Resolver endpoint that they forward to, the security groups';

/** `severity` and time are the alarm's, the look at the API is that of this run. */
export function elsewhere(explained: Explained, links: MessageLinks): Headline {
  const { alarm } = explained;
  const { name, vantage, tag } = namesOf(explained);
  const place = bounded(alarm.vantage ?? '', 40);
  const since = `Since: ${turned(alarm)}`;
  const here = `${passed(explained)} from ${vantage} now`;
  if (alarm.state !== 'ALARM') {
    return {
      subject: `${tag} ${alarm.state === 'OK' ? 'over' : 'not red any more'} from ${place}; healthy from ${vantage}`,
      what: `${alarmName(alarm)}, about ${name} from ${place}, is not red any more. ${here}`,
      since,
      first: `First: nothing to do. What it was is in the log of the host at ${place}`,
    };
  }
  switch (alarmIdOf(alarm)) {
    case 'unheard':
      return {
        subject: `${tag} nothing is heard from ${place}; healthy from ${vantage}`,
        what: `No run from ${place} arrives, so that nobody knows how ${name} is from there. ${here}`,
        since,
        first: `First: log in to the host at ${place}: is \`private-api-canary watch\` running, and does it reach CloudWatch? It keeps what it could not send. Then look at the line${at(links.dashboard)}`,
      };
    case 'sluggish':
      return {
        subject: `${tag} slow only from ${place}; healthy from ${vantage}`,
        what: `Probes of ${name} pass from ${place}, and one in ten is slow by the alarm's threshold: only from ${place}. ${here}`,
        since,
        first: `First: compare the phases of both vantages: \`connect\` and \`tls\` are the line between ${place} and the VPC, \`dns\` is the resolver there${at(links.dashboard)}`,
      };
    case 'softened':
      return {
        subject: `${tag} lets in from ${place} what it must refuse; healthy from ${vantage}`,
        what: `${name} lets requests in from ${place} that it must refuse, which a run from ${vantage} does not see. ${here}`,
        since,
        first: `First: read in the log of the host at ${place} which way or resource is let in and what to look at (\`access-mode-softened\`, \`policy-softened\`); close it, and find out who opened it${at(links.dashboard)}`,
      };
    case 'certificate':
      return {
        subject: `${tag} certificate seen from ${place} ends soon; healthy from ${vantage}`,
        what: `A certificate that ${place} is given for ${name} has fewer days left than the alarm's threshold. ${here}`,
        since,
        first: `First: see in the log of the host at ${place} whose it is: one that is not given here, too, is that of something in between${at(links.dashboard)}`,
      };
    default:
      return {
        subject: `${tag} fails only from ${place}: the way, or the host there; healthy from ${vantage}`,
        what: `${name} fails from ${place} and is healthy from ${vantage}: only from ${place}, so that it is the way between it and the VPC, or the host itself. ${here}`,
        since,
        first: `First: read the diagnosis of ${place} in the log of its host: probes that are not connected are the way (${THE_WAY}), those that are refused its clock, credentials or keys${at(links.dashboard)}`,
      };
  }
}
