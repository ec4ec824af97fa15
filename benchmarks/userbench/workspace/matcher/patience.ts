/** How much of the user's patience is used up. It makes answers shorter, and never ends them. */

/** So many repeated questions, or needless ones, and the user says no more than it must. */
const ENOUGH = 2;

export class Patience {
  private repeats = 0;
  private needless = 0;

  /** Asked for what was told, or for what there is not. */
  repeated(): void {
    this.repeats += 1;
  }

  /** Asked for what the repository shows. */
  wasNeedless(): void {
    this.needless += 1;
  }

  get isTerse(): boolean {
    return this.repeats >= ENOUGH || this.needless >= ENOUGH;
  }
}
