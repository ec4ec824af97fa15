import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { RuntimeError } from '../../../../runtime/runtimeError';
import type { SampleFilter, SamplePage } from '../../../host/protocol';
import { runKey } from './runRows';
import { sampleRowOf, sampleSelect } from './sampleRows';

const ofScenario = (column: string) =>
  `(SELECT ${column} FROM scenarios WHERE scenarios.run = samples.run AND scenarios.ordinal = samples.scenario)`;
const columns: Readonly<Record<SampleFilter['sort'], string>> = {
  index: 'idx',
  scenario: 'scenario',
  model: 'model',
  value: 'value',
  cost: 'cost',
  time: 'total_ms',
  state: 'state',
  ended: 'ended',
  category: ofScenario('category'),
  context: ofScenario('tokens'),
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
  const all = found.parse(
    database.prepare('SELECT coalesce(sum(samples), 0) AS n FROM counts WHERE run = ?').get(run),
  ).n;
  return { total, all, rows: page.map((each) => sampleRowOf(filter.run, row.get(run, indexRow.parse(each).idx))) };
}

/** Where a word may occur. */
const textOfScenario = `lower(id || char(10) || title || char(10) || category || char(10) || coalesce(language, ''))`;
const textOfReason = `lower(coalesce(reason, '') || char(10) || coalesce(reason_kind, ''))`;

function conditionOf(
  run: number,
  { states, models, categories, languages, complete, text, since }: SampleFilter,
): { readonly where: string; readonly values: readonly (string | number)[] } {
  const where = ['samples.run = ?'];
  const values: (string | number)[] = [run];
  const and = (condition: string, ...more: readonly (string | number)[]) => {
    where.push(condition);
    values.push(...more);
  };
  const listed = 'IN (SELECT value FROM json_each(?))';
  const ofScenarios = (condition: string) =>
    `scenario IN (SELECT ordinal FROM scenarios WHERE run = ? AND ${condition})`;
  const ofModels = (condition: string) => `model IN (SELECT ordinal FROM models WHERE run = ? AND ${condition})`;
  if (states !== undefined) and(`state ${listed}`, JSON.stringify(states));
  if (models !== undefined) and(ofModels(`id ${listed}`), run, JSON.stringify(models));
  if (categories !== undefined) and(ofScenarios(`category ${listed}`), run, JSON.stringify(categories));
  if (languages !== undefined) and(ofScenarios(`language ${listed}`), run, JSON.stringify(languages));
  if (complete !== undefined) and("state = 'scored' AND complete = ?", Number(complete));
  if (since !== undefined) and('ended >= ?', since);
  for (const word of (text ?? '').toLowerCase().split(/\s+/)) {
    if (word === '') continue;
    const places = [
      ofScenarios(`instr(${textOfScenario}, ?)`),
      ofModels('instr(lower(id), ?)'),
      `instr(${textOfReason}, ?)`,
    ];
    and(`(${places.join(' OR ')})`, run, word, run, word, word);
  }
  return { where: where.join(' AND '), values };
}
