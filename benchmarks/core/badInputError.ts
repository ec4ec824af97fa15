/** The user gave something that cannot be used: exit status 2. The message says what is wrong and what to do. */
export class BadInputError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BadInputError';
  }
}
