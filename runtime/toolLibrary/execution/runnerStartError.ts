/** A runner of a language did not start, or could not be kept. */
export class RunnerStartError extends Error {
  override readonly name = 'RunnerStartError';

  constructor(
    message: string,
    /** What the user can do. */
    readonly action: string,
  ) {
    super(message);
  }
}
