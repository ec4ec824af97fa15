import type { DatabaseSync } from 'node:sqlite';
import type { RunConfiguration, SampleKey, Scenario } from '../types';

export interface NewRun {
  readonly id: string;
  readonly name: string;
  readonly commit: string | undefined;
  readonly configuration: RunConfiguration;
  readonly scenarios: readonly Omit<Scenario, 'content'>[];
  /** All samples in the order in which they are done. */
  readonly plan: readonly SampleKey[];
}

/** Inside a transaction. */
export function insertRun(database: DatabaseSync, run: NewRun, now: number): void {
  const { lastInsertRowid } = database
    .prepare("INSERT INTO runs (id, name, state, created, configuration, commit_id) VALUES (?, ?, 'planned', ?, ?, ?)")
    .run(run.id, run.name, now, JSON.stringify(run.configuration), run.commit ?? null);
  const key = Number(lastInsertRowid);
  // Ordinals follow the names: sorting by name is sorting by number.
  const scenarios = [...run.scenarios].sort((a, b) => (a.id < b.id ? -1 : 1));
  const models = [...run.configuration.models].sort();
  const putScenario = database.prepare('INSERT INTO scenarios VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  scenarios.forEach((each, ordinal) => {
    const { id, category, language, difficulty, contextTokens, cluster, title, hash } = each;
    const tokens = Math.round(contextTokens);
    putScenario.run(key, ordinal, id, category, language ?? null, difficulty ?? null, tokens, cluster, title, hash);
  });
  const putModel = database.prepare('INSERT INTO models VALUES (?, ?, ?)');
  models.forEach((id, ordinal) => putModel.run(key, ordinal, id));
  const scenarioOf = new Map(scenarios.map(({ id }, ordinal) => [id, ordinal]));
  const modelOf = new Map(models.map((id, ordinal) => [id, ordinal]));
  const putSample = database.prepare('INSERT INTO samples (run, idx, scenario, model, repeat) VALUES (?, ?, ?, ?, ?)');
  run.plan.forEach(({ scenario, model, repeat }, index) =>
    putSample.run(key, index, scenarioOf.get(scenario)!, modelOf.get(model)!, repeat),
  );
}
