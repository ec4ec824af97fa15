import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { RunConfiguration } from '../types';

const meansRow = z.object({ n: z.number(), output: z.number().nullable(), ms: z.number().nullable() });
const speedRow = z.object({
  n: z.number(),
  input: z.number().nullable(),
  output: z.number().nullable(),
  first: z.number().nullable(),
  total: z.number().nullable(),
});
const answeredRow = z.object({ hash: z.string(), repeat: z.number() });

export interface ModelSpeed {
  readonly samples: number;
  /** Until the first token, by tokens of the prompt. */
  readonly msPerInputToken: number;
  readonly msPerOutputToken: number;
}

/** Runs look back over so many of a model's samples at most. */
const most = 2000;

/** What earlier samples tell of a run that is not begun. */
export class EarlierSamples {
  constructor(private readonly database: DatabaseSync) {}

  /**
   * Mean output and time of scored samples of a benchmark, the latest ones.
   * @param model undefined: of all models
   * @returns undefined when there are none
   */
  means(
    benchmark: string,
    model: string | undefined,
  ): { readonly n: number; readonly outputTokens: number; readonly totalMs: number } | undefined {
    const row = meansRow.parse(
      this.database
        .prepare(
          `SELECT count(*) AS n, avg(output) AS output, avg(total_ms) AS ms FROM (
             SELECT output, total_ms FROM samples
             JOIN runs ON runs.run = samples.run JOIN models ON models.run = samples.run AND models.ordinal = samples.model
             WHERE samples.state = 'scored' AND configuration ->> 'benchmark' = ? AND (? IS NULL OR models.id = ?)
             ORDER BY samples.run DESC LIMIT ${most})`,
        )
        .get(benchmark, model ?? null, model ?? null),
    );
    if (row.n === 0 || row.output === null || row.ms === null) return undefined;
    return { n: row.n, outputTokens: row.output, totalMs: row.ms };
  }

  /**
   * How fast a model was in the latest scored samples, of whichever benchmark: over all of their tokens.
   * @returns undefined when there are none
   */
  speed(model: string): ModelSpeed | undefined {
    const { n, input, output, first, total } = speedRow.parse(
      this.database
        .prepare(
          `SELECT count(*) AS n, sum(input) AS input, sum(output) AS output, sum(coalesce(first_token_ms, 0)) AS first,
             sum(total_ms) AS total FROM (
             SELECT input, output, first_token_ms, total_ms FROM samples
             JOIN models ON models.run = samples.run AND models.ordinal = samples.model
             WHERE samples.state = 'scored' AND models.id = ? AND total_ms IS NOT NULL AND input > 0 AND output > 0
             ORDER BY samples.run DESC LIMIT ${most})`,
        )
        .get(model),
    );
    if (n === 0 || input === null || output === null || first === null || total === null) return undefined;
    return { samples: n, msPerInputToken: first / input, msPerOutputToken: Math.max(0, total - first) / output };
  }

  /** @returns whether the cache holds the answers of a scenario (by its hash) and repeat, as far as earlier runs tell */
  answered({
    model,
    solver,
    maxOutputTokens,
    temperature,
  }: Pick<RunConfiguration, 'solver' | 'maxOutputTokens' | 'temperature'> & { readonly model: string }): (
    hash: string,
    repeat: number,
  ) => boolean {
    const rows = this.database
      .prepare(
        `SELECT DISTINCT scenarios.hash, samples.repeat FROM samples
         JOIN runs ON runs.run = samples.run
         JOIN models ON models.run = samples.run AND models.ordinal = samples.model
         JOIN scenarios ON scenarios.run = samples.run AND scenarios.ordinal = samples.scenario
         WHERE samples.state = 'scored' AND samples.generation = 0 AND models.id = ? AND configuration ->> 'solver' = ?
           AND configuration ->> 'cache' = 1 AND configuration ->> 'maxOutputTokens' = ?
           AND configuration ->> 'temperature' IS ?`,
      )
      .all(model, solver, maxOutputTokens, temperature ?? null);
    const known = new Set(rows.map((row) => answeredRow.parse(row)).map(({ hash, repeat }) => `${repeat} ${hash}`));
    return (hash, repeat) => known.has(`${repeat} ${hash}`);
  }
}
