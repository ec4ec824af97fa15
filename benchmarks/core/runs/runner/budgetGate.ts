import type { GatewayError } from '../../../../runtime/gateway/gatewayError';
import { isBudgetRefusal } from './failure';

/**
 * A budget refuses a call whose worst case does not fit beside the worst cases of calls under way. These mostly cost far less, so a
 * refusal is only believed when nothing of this run is under way any more; until then the call waits its turn.
 */
export class BudgetGate {
  private underWay = 0;
  private waiting: (() => void)[] = [];

  /** @throws what the call throws; a refusal of a budget only when nothing else is under way */
  async pass<Answer>(call: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
    for (;;) {
      signal.throwIfAborted();
      this.underWay += 1;
      let refused: GatewayError;
      try {
        const answer = await call();
        this.leave(true);
        return answer;
      } catch (error) {
        const final = !isBudgetRefusal(error) || this.underWay === 1;
        this.leave(final);
        if (final) throw error;
        refused = error;
      }
      await this.change(signal, refused);
    }
  }

  private leave(wake: boolean): void {
    this.underWay -= 1;
    if (wake) for (const go of this.waiting.splice(0)) go();
  }

  private change(signal: AbortSignal, refused: GatewayError): Promise<void> {
    if (this.underWay === 0) return Promise.reject(refused);
    return new Promise((resolve, reject) => {
      const abort = () => reject(signal.reason instanceof Error ? signal.reason : refused);
      signal.addEventListener('abort', abort, { once: true });
      this.waiting.push(() => {
        signal.removeEventListener('abort', abort);
        resolve();
      });
    });
  }
}
