import * as vscode from 'vscode';
import * as protocol from '../../benchmarks/host/protocol';
import type { RunView, SampleRow, SetSummary, StartRunParams } from '../../benchmarks/host/protocol';
import type { ModelEntry } from '../../runtime/gateway/protocol';
import { telling } from '../budget/gatewayProblem';
import { DisposableStore } from '../disposableStore';
import type { EvaluationClient } from './evaluationClient';
import { outcomeOf, type ScenarioEnd } from './scenarioOutcome';
import { agreedToCosts, chooseModels } from './testQuestions';

export interface ScenarioTestsOptions {
  readonly memory: vscode.Memento;
  readonly client: () => Promise<EvaluationClient>;
  readonly mayExecute: () => Promise<boolean>;
  readonly models: () => Promise<readonly ModelEntry[]>;
}

const maxOutputTokens = 8192;
const pageSize = 1000;
const goingOn: ReadonlySet<RunView['run']['state']> = new Set(['running', 'planned', 'paused']);

/** A run that is shown in the Test Explorer while it is under way. */
interface Watched {
  readonly test: vscode.TestRun;
  readonly run: string;
  /** Scenarios whose outcome was told. */
  readonly told: Set<string>;
  readonly models: number;
  readonly end: () => void;
}

/**
 * The latest scenario set in the Test Explorer: a test a scenario, grouped by category; running them asks which models. A scenario passes
 * when each model solved it completely.
 */
export class ScenarioTests implements vscode.Disposable {
  private readonly controller: vscode.TestController;
  private readonly owned = new DisposableStore();
  private set: SetSummary | undefined;
  private resolved = false;
  private watched: Watched | undefined;
  private telling: Promise<void> = Promise.resolve();

  constructor(private readonly options: ScenarioTestsOptions) {
    this.controller = this.owned.push(vscode.tests.createTestController('whetstone.locobench', 'LoCoBench'));
    // Nothing is started before somebody opens the Test Explorer.
    this.controller.resolveHandler = (item) => (item === undefined ? this.resolve() : undefined);
    this.controller.refreshHandler = () => this.resolve();
    this.controller.createRunProfile(
      vscode.l10n.t('Ask Models'),
      vscode.TestRunProfileKind.Run,
      (request, token) => telling(() => this.run(request, token)),
      true,
    );
  }

  /** Sets or runs have changed. */
  changed(): void {
    if (this.resolved) void telling(() => this.resolve());
  }

  /** Lists the scenarios of the latest set. @returns their ids */
  async list(): Promise<readonly string[]> {
    await this.resolve();
    const ids: string[] = [];
    this.controller.items.forEach(({ children }) => children.forEach(({ id }) => ids.push(id)));
    return ids;
  }

  /** A run has gone on: what has ended since is told, in whichever view it was started. */
  progressed(view: RunView): void {
    const { watched } = this;
    if (watched?.run !== view.run.id) return;
    // One after another: each reads what the last one has not told.
    this.telling = this.telling
      .then(() => this.tell(watched))
      .then(
        () => {
          if (!goingOn.has(view.run.state)) watched.end();
        },
        () => watched.end(),
      );
  }

  /** Asks models about scenarios, and tells outcomes as they come. @returns the run's id and when all of it was told */
  async start(
    items: readonly vscode.TestItem[],
    models: readonly string[],
    test: vscode.TestRun,
  ): Promise<{ readonly run: string; readonly ended: Promise<void> }> {
    const client = await this.options.client();
    for (const item of items) test.enqueued(item);
    const { id } = await client.ask(protocol.startRun, this.params(items, models));
    const ended = new Promise<void>((resolve) => {
      this.watched?.end();
      this.watched = { test, run: id, models: models.length, told: new Set<string>(), end: resolve };
    });
    return { run: id, ended };
  }

  dispose(): void {
    this.watched?.end();
    this.owned.dispose();
  }

  private async resolve(): Promise<void> {
    this.resolved = true;
    const sets = await (await this.options.client()).listSets();
    this.set = sets.reduce<SetSummary | undefined>(
      (latest, each) => (latest === undefined || each.set.created > latest.set.created ? each : latest),
      undefined,
    );
    const groups = new Map<string, vscode.TestItem>();
    for (const { id, category, title } of this.set?.set.scenarios ?? []) {
      const group = groups.get(category) ?? this.controller.createTestItem(category, category.replaceAll('_', ' '));
      groups.set(category, group);
      // Without a description: VS Code would read that aloud in the place of the title.
      group.children.add(this.controller.createTestItem(id, title));
    }
    this.controller.items.replace([...groups.values()]);
  }

  private async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const items = this.wanted(request);
    if (items.length === 0) return;
    const models = await chooseModels(await this.options.models(), this.options.memory);
    if (models === undefined) return;
    await this.options.mayExecute();
    const client = await this.options.client();
    if (!(await agreedToCosts(await client.ask(protocol.estimateRun, this.params(items, models))))) return;
    const test = this.controller.createTestRun(request, this.set?.set.name);
    try {
      const { run, ended } = await this.start(items, models, test);
      const cancelled = token.onCancellationRequested(
        () =>
          void telling(async () => {
            await client.ask(protocol.stopRun, { run });
          }),
      );
      await ended;
      cancelled.dispose();
    } finally {
      test.end();
    }
  }

  private params(items: readonly vscode.TestItem[], models: readonly string[]): StartRunParams {
    return {
      folder: this.set?.folder ?? '',
      scenarios: items.map(({ id }) => id),
      ...{ models, repeats: 1, seed: 1, maxOutputTokens, cache: true, localOnly: false },
      ...{ temperature: undefined, budget: undefined, sampling: undefined, name: undefined, queue: undefined },
    };
  }

  private wanted({ include, exclude }: vscode.TestRunRequest): readonly vscode.TestItem[] {
    const chosen: vscode.TestItem[] = [];
    const add = (item: vscode.TestItem): void => {
      if (exclude?.includes(item) === true) return;
      if (item.children.size === 0) chosen.push(item);
      else item.children.forEach(add);
    };
    if (include) include.forEach(add);
    else this.controller.items.forEach(add);
    return chosen;
  }

  /** Tells the scenarios of a run whose samples have all ended, once each. */
  private async tell({ test, run, told, models }: Watched): Promise<void> {
    for (const [scenario, samples] of byScenario(await this.samples(run))) {
      const item = this.item(scenario);
      if (item === undefined || told.has(scenario)) continue;
      const outcome = outcomeOf(samples, models);
      if (outcome.kind !== 'running') {
        told.add(scenario);
        report(test, item, outcome);
      } else if (samples.some(({ state }) => state === 'running')) {
        test.started(item);
      }
    }
  }

  private async samples(run: string): Promise<readonly SampleRow[]> {
    const client = await this.options.client();
    const rows: SampleRow[] = [];
    for (;;) {
      const page = await client.ask(protocol.listSamples, {
        ...{ run, sort: 'index' as const, descending: false, offset: rows.length, limit: pageSize },
      });
      rows.push(...page.rows);
      if (page.rows.length === 0 || rows.length >= page.total) return rows;
    }
  }

  private item(scenario: string): vscode.TestItem | undefined {
    let found: vscode.TestItem | undefined;
    this.controller.items.forEach(({ children }) => {
      found ??= children.get(scenario);
    });
    return found;
  }
}

function byScenario(rows: readonly SampleRow[]): ReadonlyMap<string, readonly SampleRow[]> {
  const groups = new Map<string, SampleRow[]>();
  for (const row of rows) {
    const group = groups.get(row.scenario);
    if (group) group.push(row);
    else groups.set(row.scenario, [row]);
  }
  return groups;
}

function report(test: vscode.TestRun, item: vscode.TestItem, outcome: ScenarioEnd): void {
  switch (outcome.kind) {
    case 'passed':
      test.passed(item, outcome.milliseconds);
      break;
    case 'failed':
    case 'errored': {
      const messages = outcome.messages.map((text) => new vscode.TestMessage(text));
      test[outcome.kind](item, messages, outcome.milliseconds);
      break;
    }
    case 'skipped':
      test.skipped(item);
      break;
  }
}
