import type { Payload, PayloadStep } from './payload';

/** Several syntaxes at once: those that the text does not fit drop out, the first to be complete wins. */
export class AnyCalls implements Payload {
  private left: readonly Payload[];
  private winner: Payload | undefined;

  /** @param alternatives of which no two can tell a call for the same text */
  constructor(alternatives: readonly Payload[]) {
    this.left = alternatives;
  }

  get isCalls(): boolean {
    return this.winner?.isCalls ?? this.left.some((each) => each.isCalls);
  }

  get mayBeCalls(): boolean {
    return this.left.some((each) => each.mayBeCalls);
  }

  push(char: string): PayloadStep {
    const steps = this.left.map((each) => ({ each, step: each.push(char) }));
    const complete = steps.find(({ step }) => step === 'done' || step === 'before');
    this.winner = complete?.each;
    this.left = steps.filter(({ step }) => step !== 'bad').map(({ each }) => each);
    return complete?.step ?? (this.left.length === 0 ? 'bad' : 'more');
  }

  cut(): void {
    for (const each of this.left) each.cut();
  }
}
