/** What whoever drives an environment did wrong. Never thrown for what a model did: that is feedback. */
export class EnvironmentError extends Error {
  /**
   * @param kind 'not-reset': `step` before `reset`; 'ended': `step` after the end; 'busy': two steps at once; 'no-task': the data has no
   *   such task; 'no-environment': none has that name; 'bad-data': the environment's data cannot be used
   */
  constructor(
    readonly kind: 'not-reset' | 'ended' | 'busy' | 'no-task' | 'no-environment' | 'bad-data',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'EnvironmentError';
  }
}
