import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { RuntimeError } from '../../../../runtime/runtimeError';
import type { SampleFilter, SamplePage } from '../../../host/protocol';
import { runKey } from './runRows';
import { sampleRowOf, sampleSelect } from './sampleRows';

const columns: Readonly<Record<SampleFilter['sort'], string>> = {
  index: 'idx',
  scenario: 'scenario',
  model: 'model',
  value: 'value',
  cost: 'cost',
  time: 'total_ms',
};
const largestPage = 1000;
const found = z.object({ n: z.number() });
const indexRow = z.object({ idx: z.number() });

/** Samples without a value or a time stand last, whichever way it is sorted; equals are in the order of the plan. */
export function pageOf(database: DatabaseSync, filter: SampleFilter): SamplePage {
  const { limit, offset } = filter;
  if (!(Number.isInteger(limit) && limit >= 0 && limit <= largestPage && Number.isInteger(offset) && offset >= 0)) {
    throw new RuntimeError('bad-request', `A page has from 0 to ${largestPage} samples.`, 'Ask for less at a time.');
  }
  const run = runKey(database, filter.run);
  const { where, values } = conditionOf(run, filter);
  const total = found.parse(database.prepare(`SELECT count(*) AS n FROM samples WHERE ${where}`).get(...values)).n;
  const way = filter.descending ? 'DESC' : 'ASC';
  const order = filter.sort === 'index' ? `idx ${way}` : `${columns[filter.sort]} ${way} NULLS LAST, idx`;
  // Numbers first, from an index alone where nothing is filtered; rows and names only of those that are shown.
  const page = database
    .prepare(`SELECT idx FROM samples WHERE ${where} ORDER BY ${order} LIMIT ? OFFSET ?`)
    .all(...values, limit, offset);
  const row = database.prepare(`${sampleSelect} WHERE samples.run = ? AND samples.idx = ?`);
  return { total, rows: page.map((each) => sampleRowOf(filter.run, row.get(run, indexRow.parse(each).idx))) };
}

function conditionOf(
  run: number,
  { states, models, categories, text }: SampleFilter,
): { readonly where: string; readonly values: readonly (string | number)[] } {
  const where = ['run = ?'];
  const values: (string | number)[] = [run];
  if (states !== undefined) {
    where.push('state IN (SELECT value FROM json_each(?))');
    values.push(JSON.stringify(states));
  }
  if (models !== undefined) {
    where.push('model IN (SELECT ordinal FROM models WHERE run = ? AND id IN (SELECT value FROM json_each(?)))');
    values.push(run, JSON.stringify(models));
  }
  if (categories !== undefined) {
    where.push(
      'scenario IN (SELECT ordinal FROM scenarios WHERE run = ? AND category IN (SELECT value FROM json_each(?)))',
    );
    values.push(run, JSON.stringify(categories));
  }
  const wanted = text?.trim().toLowerCase() ?? '';
  if (wanted !== '') {
    where.push(
      `(scenario IN (SELECT ordinal FROM scenarios WHERE run = ? AND (instr(lower(id), ?) OR instr(lower(title), ?)))
        OR model IN (SELECT ordinal FROM models WHERE run = ? AND instr(lower(id), ?)) OR instr(lower(reason), ?))`,
    );
    values.push(run, wanted, wanted, run, wanted, wanted);
  }
  return { where: where.join(' AND '), values };
}
