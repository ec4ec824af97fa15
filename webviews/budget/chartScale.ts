/** Round values for an axis from 0: about `count` of them, the last at or above the largest value. */
export function ticks(largest: number, count: number): readonly number[] {
  if (!(largest > 0)) return [0, 1];
  const rough = largest / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? 10 * power;
  const steps = Math.ceil(largest / step - 1e-9);
  return Array.from({ length: steps + 1 }, (_, index) => index * step);
}

export interface ChartDay {
  readonly day: string;
  /** Micro-dollars: that day, all days until its end, and what the pace had until its end. */
  readonly cost: number;
  readonly spent: number;
  readonly pace: number | undefined;
}

/** Adds the days up. */
export function chartDays(
  days: readonly { readonly day: string; readonly cost: number; readonly pace: number | undefined }[],
): readonly ChartDay[] {
  let spent = 0;
  return days.map(({ day, cost, pace }) => {
    spent += cost;
    return { day, cost, spent, pace };
  });
}
