import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { SampleFilter } from '../../../host/protocol';
import { scenarioBits, type ScenarioBits, type ScenarioCondition } from './scenarioBits';
import { wordsOf, wordTest, type WordTest } from './sampleSearch';

/** SQL over `samples` with the values of its `?`. It asks for no index (`+`): looking at all in turn is quicker than looking many up. */
export interface SampleCondition {
  readonly where: string;
  readonly values: readonly (string | number | Uint8Array)[];
  /** Nothing but the run: an index answers. */
  readonly whole: boolean;
}

type Part = readonly [sql: string, ...values: readonly (string | number | Uint8Array)[]];

const nothing: Part = ['0'];
const modelRow = z.object({ ordinal: z.number(), id: z.string() });
const listed = 'IN (SELECT value FROM json_each(?))';

/**
 * Which samples of a run a filter lets through.
 * @param run its key
 * @throws RuntimeError bad-request for a search of too many words
 */
export function sampleCondition(database: DatabaseSync, run: number, filter: SampleFilter): SampleCondition {
  const { states, models, categories, languages, complete, since } = filter;
  const words = wordsOf(filter.text);
  const tests = words.map(wordTest);
  const facets: ScenarioCondition[] = [];
  if (categories !== undefined) facets.push({ sql: `category ${listed}`, values: [JSON.stringify(categories)] });
  if (languages !== undefined) facets.push({ sql: `language ${listed}`, values: [JSON.stringify(languages)] });
  const bits = scenarioBits(database, run, [...facets, ...tests.map(inScenario)]);
  const parts: Part[] = [];
  for (const each of bits.slice(0, facets.length)) if (!each.all) parts.push(inBits(each));
  const known = models !== undefined || words.length > 0 ? modelsOf(database, run) : [];
  if (models !== undefined) parts.push(inModels(known, (id) => models.includes(id)));
  if (states !== undefined) parts.push([`+state ${listed}`, JSON.stringify(states)]);
  if (complete !== undefined) parts.push(["+state = 'scored' AND complete = ?", Number(complete)]);
  if (since !== undefined) parts.push(['ended >= ?', since]);
  bits.slice(facets.length).forEach((each, index) => {
    if (each.all) return;
    const places = [inBits(each), inModels(known, (id) => id.toLowerCase().includes(words[index]!))];
    parts.push(anyOf([...places, inReason(tests[index]!)]));
  });
  return {
    where: ['run = ?', ...parts.map(([sql]) => `(${sql})`)].join(' AND '),
    values: [run, ...parts.flatMap(([, ...values]) => values)],
    whole: parts.length === 0,
  };
}

/** Joined by line ends, which no word holds. */
const textOfScenario = `(id || char(10) || title || char(10) || category || char(10) || coalesce(language, ''))`;

function inScenario({ sql, value }: WordTest): ScenarioCondition {
  return { sql: sql(textOfScenario), values: [value] };
}

function inReason({ sql, value }: WordTest): Part {
  const places = ['reason', 'reason_kind'].map((column) => `${column} IS NOT NULL AND ${sql(column)}`);
  return [places.join(' OR '), value, value];
}

function inBits({ some, bytes }: ScenarioBits): Part {
  return some ? ["substr(?, scenario + 1, 1) = x'31'", bytes] : nothing;
}

function inModels(known: readonly z.infer<typeof modelRow>[], wanted: (id: string) => boolean): Part {
  const ordinals = known.filter(({ id }) => wanted(id)).map(({ ordinal }) => ordinal);
  // Numbers of our own, not the user's text.
  return ordinals.length === 0 ? nothing : [`+model IN (${ordinals.join(', ')})`];
}

function anyOf(parts: readonly Part[]): Part {
  const there = parts.filter((part) => part !== nothing);
  if (there.length === 0) return nothing;
  return [there.map(([sql]) => sql).join(' OR '), ...there.flatMap(([, ...values]) => values)];
}

function modelsOf(database: DatabaseSync, run: number): readonly z.infer<typeof modelRow>[] {
  const rows = database.prepare('SELECT ordinal, id FROM models WHERE run = ? ORDER BY ordinal').all(run);
  return rows.map((row) => modelRow.parse(row));
}
