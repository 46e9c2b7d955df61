// Why a file cannot be read or written, in words without the codes and calls of Node's own message.

import { getSystemErrorMessage } from 'node:util';

/** `error` is what `readFile` or `writeFile` has thrown. */
export function fileProblem(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, errno, message } = error as NodeJS.ErrnoException;
  // libuv's words for it are "illegal operation on a directory".
  if (code === 'EISDIR') return 'is a directory';
  return errno === undefined ? message : getSystemErrorMessage(errno);
}
