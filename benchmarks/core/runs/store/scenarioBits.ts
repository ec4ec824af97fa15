import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

/** A condition over scenarios, with the values of its `?`. */
export interface ScenarioCondition {
  readonly sql: string;
  readonly values: readonly string[];
}

/**
 * For which scenarios of a run a condition holds: one byte each, '1' or '0', in the order of their ordinals. A sample's scenario is looked
 * up in it by `substr`, which costs the same however many let through; a hash of the ordinals costs ten times that.
 */
export interface ScenarioBits {
  readonly bytes: Uint8Array;
  readonly some: boolean;
  readonly all: boolean;
}

const bitsRow = z.record(z.string(), z.string().nullable());

/** One look at the scenarios for all of the conditions. @param run its key */
export function scenarioBits(
  database: DatabaseSync,
  run: number,
  conditions: readonly ScenarioCondition[],
): readonly ScenarioBits[] {
  if (conditions.length === 0) return [];
  // `iif`, since a condition over a missing language is NULL, which group_concat would leave out.
  const columns = conditions.map(({ sql }, index) => `group_concat(iif(${sql}, '1', '0'), '') AS bits${index}`);
  const row = database
    .prepare(`SELECT ${columns.join(', ')} FROM (SELECT * FROM scenarios WHERE run = ? ORDER BY ordinal)`)
    .get(...conditions.flatMap(({ values }) => values), run);
  const found = bitsRow.parse(row);
  return conditions.map((_, index) => {
    const bits = found[`bits${index}`] ?? '';
    return { bytes: Buffer.from(bits, 'latin1'), some: bits.includes('1'), all: !bits.includes('0') };
  });
}

const listRow = z.object({ list: z.string() });

export interface ScenarioKeys {
  /** Bytes of a key. */
  readonly width: 1 | 2 | 4;
  readonly bytes: Uint8Array;
}

/** Keys that sort as a column of the scenarios does, in the order of the ordinals, as short as can be: fewer bytes sort faster. */
export function scenarioKeys(database: DatabaseSync, run: number, column: 'category' | 'tokens'): ScenarioKeys {
  const { list } = listRow.parse(
    database
      .prepare(
        `SELECT json_group_array(${column}) AS list FROM (SELECT ${column} FROM scenarios WHERE run = ? ORDER BY ordinal)`,
      )
      .get(run),
  );
  const values = z.array(z.union([z.string(), z.number()])).parse(JSON.parse(list));
  const ranked = [...new Set(values)].sort((a, b) => (a < b ? -1 : 1));
  const rank = new Map(ranked.map((value, index) => [value, index]));
  const width = ranked.length <= 2 ** 8 ? 1 : ranked.length <= 2 ** 16 ? 2 : 4;
  const bytes = Buffer.alloc(values.length * width);
  values.forEach((value, ordinal) => bytes.writeUIntBE(rank.get(value)!, ordinal * width, width));
  return { width, bytes };
}
