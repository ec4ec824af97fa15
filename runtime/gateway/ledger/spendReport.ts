import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { GatewayError } from '../gatewayError';
import type { SpendReport, SpendSlice } from '../protocol';
import type { Budget } from '../types';
import { dayOf, endOf, startOf } from './zonedCalendar';

const slice = z.object({
  name: z.string(),
  cost: z.number(),
  calls: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
});
const dayRow = z.object({ cost: z.number(), local: z.number(), cloud: z.number() });
const refusedRow = z.object({ reason: z.string(), calls: z.number() });

export interface SpendQuery {
  readonly from: number;
  readonly until: number;
  readonly project?: string | undefined;
}

/** Calls that were never sent are in no report. */
const counted = "at >= ?1 AND at < ?2 AND (?3 IS NULL OR project = ?3) AND state <> 'not-sent'";
const longestDays = 3700;

/**
 * What was spent in a time, by day, model, purpose and project.
 * @param budgets all there are, for the pace
 * @throws GatewayError bad-request for a time that ends before it begins, or of more than ten years
 */
export function spendReport(
  database: DatabaseSync,
  budgets: readonly Budget[],
  zone: string,
  { from, until, project }: SpendQuery,
): SpendReport {
  if (!(from <= until) || until - from > longestDays * 86_400_000) {
    throw new GatewayError('bad-request', 'The time of the report is empty or too long.', 'Ask for ten years at most.');
  }
  const named = (column: string): readonly SpendSlice[] =>
    z.array(slice).parse(
      database
        .prepare(
          `SELECT coalesce(${column}, '') AS name, sum(cost) AS cost, count(*) AS calls,
             coalesce(sum(usage ->> 'inputTokens'), 0) AS inputTokens,
             coalesce(sum(usage ->> 'outputTokens'), 0) AS outputTokens
           FROM calls WHERE ${counted} GROUP BY 1 ORDER BY cost DESC, calls DESC, name`,
        )
        .all(from, until, project ?? null),
    );
  const daily = database.prepare(
    `SELECT coalesce(sum(cost), 0) AS cost, count(*) FILTER (WHERE locality = 'local') AS local,
       count(*) FILTER (WHERE locality = 'cloud') AS cloud FROM calls WHERE ${counted}`,
  );
  const pace = paceOf(budgets, zone, project);
  const days: SpendReport['days'][number][] = [];
  for (let start = from; start < until;) {
    const end = Math.min(endOf(start, zone, 'day'), until);
    const row = dayRow.parse(daily.get(start, end, project ?? null));
    days.push({ day: dayOf(start, zone), ...row, pace: pace(start) });
    start = end;
  }
  const refused = database.prepare(
    `SELECT reason, count(*) AS calls FROM refusals
     WHERE at >= ?1 AND at < ?2 AND (?3 IS NULL OR project = ?3) GROUP BY reason ORDER BY calls DESC, reason`,
  );
  const byModel = named('model');
  return {
    from,
    until,
    days,
    byModel,
    byPurpose: named('purpose'),
    byProject: named('project'),
    calls: byModel.reduce((sum, { calls }) => sum + calls, 0),
    cost: byModel.reduce((sum, { cost }) => sum + cost, 0),
    refused: z.array(refusedRow).parse(refused.all(from, until, project ?? null)),
  };
}

/**
 * The straight line of the plan: of a month's budget its share of time, of a day's budget one for every day of the month so
 * far; the tighter one where there are both.
 * @returns micro-dollars from the first of the month to the end of the day that begins at a time
 */
function paceOf(
  budgets: readonly Budget[],
  zone: string,
  project: string | undefined,
): (day: number) => number | undefined {
  const ours = budgets.filter(
    ({ scope, unit }) =>
      unit === 'usd' &&
      (project === undefined ? scope.kind === 'all' : scope.kind === 'project' && scope.project === project),
  );
  const monthly = ours.find(({ period }) => period === 'month')?.limit;
  const daily = ours.find(({ period }) => period === 'day')?.limit;
  if (monthly === undefined && daily === undefined) return () => undefined;
  return (day) => {
    const month = startOf(day, zone, 'month');
    const dayEnd = endOf(day, zone, 'day');
    const share = (dayEnd - month) / (endOf(day, zone, 'month') - month);
    const days = Number(dayOf(day, zone).slice(-2));
    const lines = [...(monthly === undefined ? [] : [monthly * share]), ...(daily === undefined ? [] : [daily * days])];
    return Math.round(Math.min(...lines));
  };
}
