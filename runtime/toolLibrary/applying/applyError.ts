/** A change of a workspace was not made; nothing of it stands. */
export class ApplyError extends Error {
  /** @param kind `refused`: it may not be made as things are. `failed`: it could not be made. */
  constructor(
    readonly kind: 'refused' | 'failed',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ApplyError';
  }
}
