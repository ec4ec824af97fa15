/** The command did its work, and what it found is not as it has to be: exit status 1. The message says what and why. */
export class FailedCheckError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FailedCheckError';
  }
}
