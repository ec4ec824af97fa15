import type { LabelledDecision, RouterStore, StoredDecision, StoredLabel } from './routerState';

const DECISIONS = 5_000;
const LABELS = 3_000;

/** Keeps what was learnt until the process ends: for evaluation, and while the disk cannot be used. */
export class MemoryStore implements RouterStore {
  private readonly decisions = new Map<string, StoredDecision>();
  private readonly labelled = new Map<string, LabelledDecision>();
  private readonly values = new Map<string, unknown>();

  constructor(readonly notices: readonly string[] = []) {}

  decision(id: string): StoredDecision | undefined {
    return this.decisions.get(id);
  }

  addDecision(decision: StoredDecision): void {
    this.decisions.set(decision.id, decision);
    dropOldest(this.decisions, DECISIONS);
  }

  addLabel(label: StoredLabel): void {
    const decision = this.decisions.get(label.decision);
    if (decision === undefined) return;
    const { taskType, features, chances, localModels } = decision;
    const key = `${label.decision} ${label.model}`;
    this.labelled.delete(key);
    this.labelled.set(key, {
      ...label,
      taskType,
      features,
      chance: chances[label.model],
      local: localModels.includes(label.model),
    });
    dropOldest(this.labelled, LABELS);
  }

  labels(): readonly LabelledDecision[] {
    return [...this.labelled.values()];
  }

  newLabels(): readonly LabelledDecision[] {
    return [];
  }

  get(name: string): unknown {
    return this.values.get(name);
  }

  set(name: string, value: unknown): void {
    this.values.set(name, value);
  }

  reset(): void {
    this.decisions.clear();
    this.labelled.clear();
    this.values.clear();
  }

  close(): void {
    // Nothing waits.
  }
}

function dropOldest<T>(map: Map<string, T>, limit: number): void {
  const oldest = map.keys().next();
  if (map.size > limit && oldest.done !== true) map.delete(oldest.value);
}
