import { providerOf } from '../modelAccess';
import type { SampleRecord } from '../types';
import { isProviderDown } from './failure';

/** Providers that no more samples are sent to, since one after the other failed: those left wait for the run to be resumed. */
export class ProviderHealth {
  private readonly failed = new Map<string, number>();
  private readonly out = new Map<string, string>();

  constructor(private readonly failuresInRow: number) {}

  note({ model, state, reasonKind, reason }: SampleRecord): void {
    const provider = providerOf(model);
    if (state !== 'error' || reasonKind === undefined || !isProviderDown(reasonKind)) {
      if (state === 'scored') this.failed.set(provider, 0);
      return;
    }
    const row = (this.failed.get(provider) ?? 0) + 1;
    this.failed.set(provider, row);
    // A key that is refused is refused for all.
    if (row >= this.failuresInRow || reasonKind === 'authentication') {
      this.out.set(provider, `${provider} is left alone: ${reason ?? reasonKind}`);
    }
  }

  isOut(model: string): boolean {
    return this.out.has(providerOf(model));
  }

  get reasons(): readonly string[] {
    return [...this.out.values()];
  }
}
