import type { NewStep, StoredRun, Thought, TraceStore } from '../traces';
import type { AgentEvent, NoteKind, TraceStep } from '../types';

/** The steps of a run: on the disk before anything else happens, and as they were said for the model. */
export class RunLog {
  readonly steps: TraceStep[];
  readonly thoughts: Map<number, readonly Thought[]>;

  constructor(
    private readonly traces: TraceStore,
    readonly run: string,
    private readonly emit: (event: AgentEvent) => void,
    private readonly now: () => number,
    stored?: Pick<StoredRun, 'steps' | 'thoughts'>,
  ) {
    this.steps = [...(stored?.steps ?? [])];
    this.thoughts = new Map(stored?.thoughts);
  }

  append(step: NewStep, thoughts: readonly Thought[] = []): TraceStep {
    const written = this.traces.append(this.run, step, thoughts);
    // The model goes on with the texts as they were, and with those on the disk only where the run was taken up again.
    const own: TraceStep = { ...step, index: written.index };
    this.steps.push(own);
    if (thoughts.length > 0) this.thoughts.set(written.index, thoughts);
    this.emit({ type: 'step', step: written });
    return own;
  }

  note(
    note: NoteKind,
    text: string,
    more: { readonly calls?: readonly string[]; readonly told?: string; readonly cost?: number } = {},
  ): void {
    this.append({ kind: 'note', note, text, ...more, started: this.now(), milliseconds: 0 });
  }

  hasCall(id: string): boolean {
    return this.steps.some((step) => step.kind === 'model' && step.calls.some((call) => call.id === id));
  }
}
