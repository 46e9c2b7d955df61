// The control probes of a plan, apart from what is probed: what each is to prove, and what it sends.

import { CONTROLS } from '../domain/control.ts';
import type { PlannedProbe } from '../domain/plan.ts';
import { clipLine, type Line, line, paragraph, span } from './line.ts';
import { requestLines } from './planned-routes.ts';
import { counted } from './quantity.ts';
import { namingOf, placeParts } from './report-row.ts';

const FOLLOW_UP =
  "Where vpce-host is refused after the connection was made, api-sni follows: that request once more, with the API's own name as SNI; one for each endpoint.";

interface PlannedControls {
  readonly controls: readonly PlannedProbe[];
  readonly port: number;
  /** Whether `vpce-host` is to be served, whose failure may call for one more. */
  readonly followed: boolean;
}

export function plannedControlLines({ controls, port, followed }: PlannedControls, columns: number): readonly Line[] {
  if (controls.length === 0) return [];
  const size = `${counted(controls.length, 'request')} more, sent only to tell causes apart; no metric counts them`;
  const naming = namingOf(controls);
  return [
    ...paragraph([span('Controls', 'strong'), span('  ')], span(size), columns),
    ...controls.flatMap((probe) => {
      const { control, family } = probe;
      if (control === undefined) return [];
      const name = [control, ...placeParts(probe, naming)].join(' ');
      return [
        [],
        clipLine([span(`  ${name}`, 'strong'), span(`  IPv${family} port ${port}`, 'quiet')], columns),
        ...paragraph(line('    '), span(`passes when ${CONTROLS[control]}`, 'quiet'), columns),
        ...requestLines([probe], columns),
      ];
    }),
    ...(followed ? [[], ...paragraph(line('  '), span(FOLLOW_UP, 'quiet'), columns)] : []),
  ];
}
