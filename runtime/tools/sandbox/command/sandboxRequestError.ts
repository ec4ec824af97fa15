/** What a command was to be given cannot be given to it. Nothing was started. */
export class SandboxRequestError extends Error {
  override readonly name = 'SandboxRequestError';

  /** @param action what to do instead */
  constructor(
    message: string,
    readonly action: string,
  ) {
    super(message);
  }
}
