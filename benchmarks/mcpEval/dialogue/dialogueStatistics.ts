import { dialogueAspects, type DialogueAspect } from './dialogueRubric';

/** A judged dialogue as it is written. */
export interface EvaluatedRow {
  readonly scenario_id: string;
  readonly scenario_type: string;
  readonly persona: string | null;
  /** null: the judge could not be read. */
  readonly scores: Readonly<Partial<Record<DialogueAspect, number>>> | null;
  readonly overall_score: number | null;
  readonly comments: string;
}

export interface DialogueStatistics {
  readonly judged: number;
  readonly unreadable: number;
  /** Means, 0 to 10; null without any. */
  readonly overall: number | null;
  readonly aspects: Readonly<Record<string, number | null>>;
  readonly by_scenario_type: Readonly<Record<string, { readonly n: number; readonly overall: number | null }>>;
  readonly by_persona: Readonly<Record<string, { readonly n: number; readonly overall: number | null }>>;
}

/** What could not be read counts nowhere but as such. */
export function dialogueStatistics(rows: readonly EvaluatedRow[]): DialogueStatistics {
  const judged = rows.filter(({ overall_score: overall }) => overall !== null);
  const overalls = (some: readonly EvaluatedRow[]) => mean(some.flatMap(({ overall_score: overall }) => overall ?? []));
  const by = (key: (row: EvaluatedRow) => string) =>
    Object.fromEntries(
      [...new Set(judged.map(key))].sort().map((name) => {
        const some = judged.filter((row) => key(row) === name);
        return [name, { n: some.length, overall: overalls(some) }];
      }),
    );
  return {
    ...{ judged: judged.length, unreadable: rows.length - judged.length, overall: overalls(judged) },
    aspects: Object.fromEntries(
      dialogueAspects.map((aspect) => [aspect, mean(judged.flatMap(({ scores }) => scores?.[aspect] ?? []))]),
    ),
    by_scenario_type: by(({ scenario_type: type }) => type),
    by_persona: by(({ persona }) => persona ?? 'none'),
  };
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
