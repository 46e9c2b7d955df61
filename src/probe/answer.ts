// A whole HTTP answer, and the parts of it that API Gateway gives a meaning.

import { ERROR_TYPES } from './error-types.ts';
import { messageLine } from './excerpt.ts';

/** Header names in lower case; `errorType` is `x-amzn-ErrorType` without what follows a colon in older answers. */
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
  readonly errorType?: string;
  readonly requestId?: string;
  readonly apiGatewayId?: string;
}

type HeaderFields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Reads the headers that matter; of a header that came more than once, the first. Nothing is cut before it is redacted:
 * half a secret would not be found. */
export function answerOf(
  status: number,
  fields: HeaderFields,
  { body, redact }: { readonly body: Buffer; readonly redact: (text: string) => string },
): Answer {
  const first = (name: string) => [fields[name]].flat()[0];
  const header = (name: string) => {
    const value = first(name);
    return value === undefined ? undefined : messageLine(redact(value));
  };
  // A value may be a word, such as `internal`: it is no secret in a type that everybody knows, and the type decides.
  const known = first('x-amzn-errortype')?.split(':')[0] ?? '';
  const errorType = ERROR_TYPES.has(known) ? known : header('x-amzn-errortype')?.split(':')[0];
  const requestId = header('x-amzn-requestid');
  const apiGatewayId = header('x-amz-apigw-id');
  return {
    status,
    body,
    ...(errorType === undefined ? {} : { errorType }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(apiGatewayId === undefined ? {} : { apiGatewayId }),
  };
}

export function bodyText(answer: Answer): string {
  return answer.body.toString('utf8');
}
