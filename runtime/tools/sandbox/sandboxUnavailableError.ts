/** No way to contain a program on this system. The program was not started. */
export class SandboxUnavailableError extends Error {
  /**
   * @param message what was tried and how it failed
   * @param action what the user can do about it
   */
  constructor(
    message: string,
    readonly action: string,
  ) {
    super(message);
    this.name = 'SandboxUnavailableError';
  }
}
