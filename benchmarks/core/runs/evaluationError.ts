/** Why a sample has no score. Never thrown for an answer that is wrong: that is a score of 0. */
export class EvaluationError extends Error {
  constructor(
    readonly kind: 'not-measured' | 'provider' | 'refused' | 'set-damaged' | 'cancelled',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'EvaluationError';
  }
}
