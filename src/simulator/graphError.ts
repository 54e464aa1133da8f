/** Graph's way of saying no. */

export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  /** The body Graph sends: learn.microsoft.com/graph/errors. */
  body(requestId: string, clientRequestId: string, now: number): unknown {
    return {
      error: {
        code: this.code,
        message: this.message,
        innerError: {
          date: new Date(now).toISOString().slice(0, 19),
          'request-id': requestId,
          'client-request-id': clientRequestId,
        },
      },
    };
  }
}

export const badRequest = (message: string): GraphError => new GraphError(400, 'BadRequest', message);

export const notFound = (what: string): GraphError => new GraphError(404, 'NotFound', `${what} not found.`);

/** How each family of operations words a missing permission. */
export type Denial = 'calls' | 'directory' | 'calendar' | 'teams';

export function denied(family: Denial, wanted: readonly string[], roles: readonly string[]): GraphError {
  switch (family) {
    case 'calls':
      return new GraphError(
        403,
        '7504',
        'Insufficient enterprise tenant permissions, cannot access this API.',
      );
    case 'directory':
      return new GraphError(
        403,
        'Authorization_RequestDenied',
        'Insufficient privileges to complete the operation.',
      );
    case 'calendar':
      return new GraphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
    case 'teams':
      return new GraphError(
        403,
        'Forbidden',
        `Missing role permissions on the request. API requires one of '${wanted.join(', ')}'. Roles on the request '${roles.join(', ')}'.`,
      );
  }
}
