// Reads a request in awsJson: a JSON document of a given shape, or the refusal that AWS has for anything else.

import type { z } from 'zod';
import { Rejection } from './rejection.ts';

/** Throws `SerializationException` for anything that is not a JSON document of this shape. */
export function parseInput<Shape extends z.ZodType>(shape: Shape, body: Buffer): z.output<Shape> {
  const parsed = shape.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Rejection('SerializationException', `${issue?.path.join('.') || 'The request'}: ${issue?.message}`);
}

function parseJson(body: Buffer): unknown {
  try {
    // In awsJson a member that is null is a member that is absent.
    return JSON.parse(body.toString(), (_key, value: unknown) => (value === null ? undefined : value));
  } catch (cause) {
    throw new Rejection('SerializationException', `The request body is not JSON: ${String(cause)}`);
  }
}
