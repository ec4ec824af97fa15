/** Labels below which no threshold can be promised for alpha = 0.1. */
const WINDOW = 500;
/** Step by which alpha follows the rate of errors that came about (Gibbs and Candes 2021). */
const ADAPTATION = 0.02;

/**
 * Which unverified local answers may be given: those whose predicted chance is at least a threshold, so that
 * "given and wrong" happens to at most a share alpha of requests. Conformal risk control (Angelopoulos et al. 2022) on
 * the last labels; alpha moves with the errors that came about, so that the promise holds on average when requests change.
 */
export class ConformalGuard {
  private readonly labels: { readonly chance: number; readonly wrong: boolean }[] = [];
  private working: number;
  private cached: number | undefined;

  constructor(readonly alpha: number) {
    this.working = alpha;
  }

  /** @param chance predicted for the local answer before its outcome was known */
  add(chance: number, success: boolean): void {
    const given = this.threshold;
    if (given !== undefined) {
      const error = chance >= given && !success ? 1 : 0;
      this.working = Math.max(0.001, Math.min(0.999, this.working + ADAPTATION * (this.alpha - error)));
    }
    this.labels.push({ chance, wrong: !success });
    if (this.labels.length > WINDOW) this.labels.shift();
    this.cached = undefined;
  }

  get labelCount(): number {
    return this.labels.length;
  }

  /** Smallest admissible threshold; above 1 when none is; undefined while labels are too few to say anything. */
  get threshold(): number | undefined {
    const n = this.labels.length;
    if (n < Math.ceil(1 / this.alpha) - 1) return undefined;
    this.cached ??= this.compute(n);
    return this.cached;
  }

  /** Share of requests that must go elsewhere at least, given how often local answers are wrong. */
  get leastEscalated(): number {
    const failures = this.labels.filter(({ wrong }) => wrong).length / Math.max(1, this.labels.length);
    return Math.max(0, (failures - this.alpha) / (1 - this.alpha));
  }

  private compute(n: number): number {
    const allowed = Math.floor(this.working * (n + 1) - 1);
    if (allowed < 0) return 2;
    const wrong = this.labels.filter((label) => label.wrong).map(({ chance }) => chance);
    wrong.sort((a, b) => b - a);
    // With threshold t the wrong answers with chance >= t are given: the (allowed + 1)-th largest must stay out.
    const first = wrong[allowed];
    return first === undefined ? 0 : first + Number.EPSILON;
  }
}
