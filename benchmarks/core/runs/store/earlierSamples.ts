import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { RunConfiguration } from '../types';
import { callUsages } from './details';

const meansRow = z.object({ n: z.number(), output: z.number().nullable(), ms: z.number().nullable() });
const speedRow = z.object({
  n: z.number(),
  input: z.number().nullable(),
  output: z.number().nullable(),
  first: z.number().nullable(),
  total: z.number().nullable(),
});
const inputRow = z.object({ n: z.number(), input: z.number().nullable() });
const detailRow = z.object({ body: z.instanceof(Uint8Array) });
const answeredRow = z.object({ hash: z.string(), repeat: z.number() });

export interface ModelSpeed {
  readonly samples: number;
  /** Until the first token, by tokens of the prompt. */
  readonly msPerInputToken: number;
  readonly msPerOutputToken: number;
}

/** What a role did in a sample, on the mean. */
export interface RoleUsage {
  /** Samples that it was seen in. */
  readonly n: number;
  /** Whether it was this model; else others. */
  readonly ofModel: boolean;
  readonly calls: number;
  /** Of all its calls in a sample. */
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** How a sample is done: names with versions, so that runs of another kind are not taken for it. */
export interface SampleKind {
  readonly solver: string;
  readonly scorer: string;
}

/** Runs look back over so many of a model's samples at most. */
const most = 2000;
/** Details are large: a mean of so many is near enough. */
const mostDetails = 100;

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

  /**
   * Mean tokens of all prompts of a scored sample that this solver did, the latest ones: what a dialogue comes to, whose prompts grow.
   * @returns undefined when there are none
   */
  conversationTokens(solver: string, model: string): number | undefined {
    const { n, input } = inputRow.parse(
      this.database
        .prepare(
          `SELECT count(*) AS n, avg(input) AS input FROM (
             SELECT input FROM samples
             JOIN runs ON runs.run = samples.run JOIN models ON models.run = samples.run AND models.ordinal = samples.model
             WHERE samples.state = 'scored' AND configuration ->> 'solver' = ? AND models.id = ? AND input IS NOT NULL
             ORDER BY samples.run DESC LIMIT ${most})`,
        )
        .get(solver, model),
    );
    return n === 0 || input === null ? undefined : input;
  }

  /** @returns undefined when nobody has been in the role in samples of this kind */
  async roleUsage(of: SampleKind & { readonly role: string; readonly model: string }): Promise<RoleUsage | undefined> {
    return (await this.usageIn(of, of.model)) ?? (await this.usageIn(of, undefined));
  }

  private async usageIn(
    { solver, scorer, role }: SampleKind & { readonly role: string },
    model: string | undefined,
  ): Promise<RoleUsage | undefined> {
    const bodies = this.database
      .prepare(
        `SELECT body FROM details JOIN samples USING (run, idx) JOIN runs USING (run)
         WHERE samples.state = 'scored' AND configuration ->> 'solver' = ? AND configuration ->> 'scorer' = ?
           AND configuration ->> ? IS NOT NULL AND (? IS NULL OR configuration ->> ? = ?)
         ORDER BY run DESC LIMIT ${mostDetails}`,
      )
      .all(solver, scorer, roleAt(role), model ?? null, roleAt(role), model ?? null)
      .map((row) => detailRow.parse(row).body);
    if (bodies.length === 0) return undefined;
    const sum = { calls: 0, inputTokens: 0, outputTokens: 0 };
    for (const body of bodies) {
      for (const { usage } of (await callUsages(body)).filter((call) => call.role === role)) {
        sum.calls += 1;
        sum.inputTokens += usage.inputTokens;
        sum.outputTokens += usage.outputTokens;
      }
    }
    const n = bodies.length;
    return {
      ...{ n, ofModel: model !== undefined, calls: sum.calls / n },
      ...{ inputTokens: sum.inputTokens / n, outputTokens: sum.outputTokens / n },
    };
  }

  /** @returns whether the cache holds the answers of a scenario (by its hash) and repeat, as far as earlier runs tell */
  answered({
    model,
    solver,
    scorer,
    roles,
    maxOutputTokens,
    temperature,
  }: Pick<RunConfiguration, 'solver' | 'maxOutputTokens' | 'temperature'> & {
    readonly model: string;
    /** Set: of the scorer's calls too. */
    readonly scorer?: string | undefined;
    /** Models of the roles that answers depend on; what others said is another conversation. */
    readonly roles: Readonly<Record<string, string | undefined>>;
  }): (hash: string, repeat: number) => boolean {
    const named = Object.entries(roles);
    const rows = this.database
      .prepare(
        `SELECT DISTINCT scenarios.hash, samples.repeat FROM samples
         JOIN runs ON runs.run = samples.run
         JOIN models ON models.run = samples.run AND models.ordinal = samples.model
         JOIN scenarios ON scenarios.run = samples.run AND scenarios.ordinal = samples.scenario
         WHERE samples.state = 'scored' AND samples.generation = 0 AND models.id = ? AND configuration ->> 'solver' = ?
           AND configuration ->> 'cache' = 1 AND configuration ->> 'maxOutputTokens' = ?
           AND configuration ->> 'temperature' IS ? AND (? IS NULL OR configuration ->> 'scorer' = ?)
           ${named.map(() => 'AND configuration ->> ? IS ?').join(' ')}`,
      )
      .all(
        ...[model, solver, maxOutputTokens, temperature ?? null, scorer ?? null, scorer ?? null],
        ...named.flatMap(([role, by]) => [roleAt(role), by ?? null]),
      );
    const known = new Set(rows.map((row) => answeredRow.parse(row)).map(({ hash, repeat }) => `${repeat} ${hash}`));
    return (hash, repeat) => known.has(`${repeat} ${hash}`);
  }
}

/** Path of a role's model in a run's configuration. */
const roleAt = (role: string): string => `$.roles.${JSON.stringify(role)}`;
