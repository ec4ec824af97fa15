/** Decisions of each model that are looked back at. */
const LOOK_BACK = 50;
/** With fewer, a share would say nothing. */
const LEAST = 5;

/** Whose answers nobody has judged yet. */
export class PendingOutcomes {
  private readonly recent = new Map<string, Map<string, boolean>>();

  decided(decision: string, model: string): void {
    const decisions = this.recent.get(model) ?? new Map<string, boolean>();
    decisions.set(decision, false);
    const oldest = decisions.keys().next();
    if (decisions.size > LOOK_BACK && oldest.done !== true) decisions.delete(oldest.value);
    this.recent.set(model, decisions);
  }

  judged(decision: string, model: string): void {
    const decisions = this.recent.get(model);
    if (decisions?.has(decision) === true) decisions.set(decision, true);
  }

  /** Share of a model's last answers whose outcome has not come in. */
  share(model: string): number {
    const decisions = this.recent.get(model);
    if (decisions === undefined || decisions.size < LEAST) return 0;
    let pending = 0;
    for (const judged of decisions.values()) if (!judged) pending++;
    return pending / decisions.size;
  }
}
