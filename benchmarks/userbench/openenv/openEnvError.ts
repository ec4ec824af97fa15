/** OpenEnv's codes. */
export type OpenEnvCode =
  | 'INVALID_JSON'
  | 'UNKNOWN_TYPE'
  | 'VALIDATION_ERROR'
  | 'EXECUTION_ERROR'
  | 'CAPACITY_REACHED'
  | 'FACTORY_ERROR'
  | 'SESSION_ERROR';

const statuses: Readonly<Record<OpenEnvCode, number>> = {
  INVALID_JSON: 400,
  UNKNOWN_TYPE: 400,
  VALIDATION_ERROR: 422,
  EXECUTION_ERROR: 500,
  CAPACITY_REACHED: 503,
  FACTORY_ERROR: 500,
  SESSION_ERROR: 409,
};

/** What a client is told, over HTTP and WebSocket alike. */
export class OpenEnvError extends Error {
  constructor(
    readonly code: OpenEnvCode,
    message: string,
    options?: ErrorOptions & { readonly status?: number | undefined },
  ) {
    super(message, options);
    this.name = 'OpenEnvError';
    this.status = options?.status ?? statuses[code];
  }

  /** Of HTTP. */
  readonly status: number;
}
