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
