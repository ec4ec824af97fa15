/** Why a repository cannot be read as data; the message says what to do. */
export class RepositoryError extends Error {
  constructor(
    readonly kind: 'no-folder' | 'changed' | 'missing' | 'not-indexed' | 'cancelled' | 'no-worker',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'RepositoryError';
  }
}
