import type { GatewayLedger } from './gateway';

/** For so long after a failure the books are not tried again: each try may wait for a lock. */
const quietMs = 5_000;

/**
 * The books, opened with the first call that needs them and tried again later where that fails. Meanwhile each use fails, so
 * that only what costs nothing is sent.
 */
export class OnDemandLedger implements GatewayLedger {
  private failure: { readonly at: number; readonly error: unknown } | undefined;

  /** @param open gives the same books each time, or tries again */
  constructor(
    private readonly open: () => Promise<GatewayLedger>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  readonly reserve: GatewayLedger['reserve'] = async (request) => (await this.books()).reserve(request);
  readonly settle: GatewayLedger['settle'] = async (settlement) => (await this.books()).settle(settlement);
  readonly states: GatewayLedger['states'] = async (scope) => (await this.books()).states(scope);
  readonly recordDecision: GatewayLedger['recordDecision'] = async (...noted) =>
    (await this.books()).recordDecision(...noted);
  readonly recordOutcome: GatewayLedger['recordOutcome'] = async (outcome) =>
    (await this.books()).recordOutcome(outcome);
  readonly recordRefusal: GatewayLedger['recordRefusal'] = async (...noted) =>
    (await this.books()).recordRefusal(...noted);

  private async books(): Promise<GatewayLedger> {
    const { failure } = this;
    if (failure && this.now() - failure.at < quietMs) throw failure.error;
    try {
      const books = await this.open();
      this.failure = undefined;
      return books;
    } catch (error) {
      this.failure = { at: this.now(), error };
      throw error;
    }
  }
}
