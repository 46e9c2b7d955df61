// A request that AWS would refuse, named by the error code that its Query protocol uses.
// How the refusal is written down is each service's own affair.

/** Thrown anywhere while a request is answered; `status` is the HTTP status. */
export class Rejection extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = 'Rejection';
    this.code = code;
    this.status = status;
  }
}

/** The refusal for a value that is present and wrong; both services call it by the same name. */
export function invalidValue(message: string): Rejection {
  return new Rejection('InvalidParameterValue', message);
}

/** The refusal for parameters that are well-formed alone and contradict each other. */
export function invalidCombination(message: string): Rejection {
  return new Rejection('InvalidParameterCombination', message);
}

/** The refusal for a parameter that is required and absent. */
export function missingParameter(name: string): Rejection {
  return new Rejection('MissingParameter', `The parameter ${name} is required.`);
}
