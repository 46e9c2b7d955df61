// The curl command line in a report that is read back. Somebody may copy it, so that it must be such a line as a probe has:
// what a shell would act on is allowed only where a secret is taken from the environment or from Secrets Manager.

import { text } from './schema-leaf.ts';

// Words that a shell takes as they are: plain, or in single quotes. None begins like an option, and none like a file
// whose headers curl is to send (`-H @file`).
const WORD = String.raw`(?!'{0,2}[-@])(?!'{3,})(?:[A-Za-z0-9_\-./:=@%+,]|'[^'\n]*'|\\')+`;
const FLAG = String.raw`-q|-sS|-i|-v|-4|-6|--head|--http1\.1|--path-as-is`;
const SETTING = `(?:--noproxy|--max-time|--resolve|--connect-to|--cacert|-H) ${WORD}`;
const URL = `(?='?https://)${WORD}`;

const VARIABLE = String.raw`\$[A-Za-z_][A-Za-z0-9_]{0,255}`;
const ASK = `aws secretsmanager get-secret-value --region [a-z0-9-]+ --secret-id ${WORD} --query SecretString --output text`;
const SECRET = String.raw`(?:${VARIABLE}|\$\(${ASK}(?: \| jq -r ${WORD})?\))`;
const QUOTED_NAME = String.raw`(?!'@)(?:'[^'\n]*'|\\')+`;
const SECRET_HEADER = `-H (?:"[a-z0-9-]+: ${SECRET}"|${QUOTED_NAME}"${SECRET}")`;
const SIGNED = String.raw`--aws-sigv4 aws:amz:[a-z0-9-]+:execute-api --user "\$AWS_ACCESS_KEY_ID:\$AWS_SECRET_ACCESS_KEY" \$\{AWS_SESSION_TOKEN:\+"-Hx-amz-security-token: \$AWS_SESSION_TOKEN"\}`;

/** The curl command line of a probe: the options that a probe's line has, and URLs of HTTPS. Empty where a report was
 * shortened. */
export const curlLine = text(
  'a curl command line with the options of a probe, without anything else that a shell would act on',
  new RegExp(`^(?:curl(?: (?:${FLAG}|${SETTING}|${SECRET_HEADER}|${SIGNED}|${URL}))*)?$`),
);
