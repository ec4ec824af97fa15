/** What this machine brings to runs of others: its gateway with its keys, its books, its cache of answers, its sandbox. */
import { stateFolder } from '../../../runtime/store/stateFolder';
import { openSandbox } from '../../../runtime/tools/sandbox';
import type { AnnouncedRun, OpenedRun, RunBudget, ServeRunsInput } from '../../core/queues/redis';
import { LeftToOthersError, sharedSpending } from '../../core/queues/redis';
import { setHash, versionOf, type LoadedBenchmark } from '../../core/runs/benchmark';
import { loadBenchmark } from '../../core/runs/benchmarks';
import { EvaluationError } from '../../core/runs/evaluationError';
import { gatewayModels, ledgerBooks } from '../../core/runs/gatewayAccess';
import { calledModels, taskOf, type ModelFacts } from '../../core/runs/modelAccess';
import { BudgetGate } from '../../core/runs/runner/budgetGate';
import { patient } from '../../core/runs/runner/callPatience';
import { ProviderHealth } from '../../core/runs/runner/providerHealth';
import { SampleSolver } from '../../core/runs/runner/sampleSolver';
import { openRunStore } from '../../core/runs/store/openRunStore';
import type { RunStore } from '../../core/runs/store/runStore';
import type { SampleRecord } from '../../core/runs/types';
import type { CommandOutput } from '../../core/commandOutput';
import { openCommandModels, type CommandModels } from '../commandGateway';

export interface WorkerChoice {
  /** File with the settings of the gateway. */
  readonly config: string | undefined;
  /** Ids, or paths of GGUF files; empty: every model that the gateway has. */
  readonly models: readonly string[];
  /** Whether code of sets (tests, compilers) may run here, in the sandbox. */
  readonly execute: boolean;
}

/** A worker's side of runs, under the settings and budgets of its own machine. */
export class WorkerMachine implements Pick<ServeRunsInput, 'refusalOf' | 'openRun'> {
  private constructor(
    private readonly choice: WorkerChoice,
    private readonly opened: CommandModels,
    private readonly store: RunStore,
  ) {}

  /** @throws BadInputError, RuntimeError, as opening the gateway does; SandboxUnavailableError where code may run, and cannot */
  static async open(choice: WorkerChoice, output: CommandOutput): Promise<WorkerMachine> {
    // Else what others could measure would come back from here as not measured.
    if (choice.execute) await openSandbox();
    const opened = await openCommandModels(choice.models, choice.config, output);
    try {
      return new WorkerMachine(choice, opened, await openRunStore({ folder: stateFolder() }));
    } catch (error) {
      await opened.close();
      throw error;
    }
  }

  /** The user's setting: nothing leaves this machine, so neither does a connection to a queue elsewhere. */
  get localOnly(): boolean {
    return this.opened.config.policy.localOnly;
  }

  readonly refusalOf = async (model: string, { configuration, how }: AnnouncedRun): Promise<string | undefined> => {
    if (how.mayExecute && !this.choice.execute) {
      return 'The run executes code of its repository in the sandbox. Start the worker with --execute if it may, or the run with --no-execute.';
    }
    if (this.choice.models.length > 0 && !this.opened.models.includes(model)) {
      return 'It is none of the models that this worker was started for (--model).';
    }
    return problemOf((await this.factsOf([model])).get(model), configuration);
  };

  readonly openRun = async (
    run: AnnouncedRun,
    folder: string,
    budget: RunBudget,
    worker: string,
  ): Promise<OpenedRun> => {
    const { configuration } = run;
    const { options } = configuration;
    const benchmark = await loadBenchmark(folder, { ...run.how, scenarios: run.scenarios, options });
    try {
      requireSame(benchmark, run);
      const spending = sharedSpending(this.models, ledgerBooks(this.opened.openBooks), budget);
      // So that this machine never spends more than the whole run may, whatever happens to the queue.
      if (configuration.budget !== undefined) await spending.books.setBudget(taskOf(run.run), configuration.budget);
      const facts = await this.factsOf(calledModels(configuration));
      const health = new ProviderHealth(patient.failuresInRow);
      const solver = new SampleSolver({
        ...{ run: run.run, benchmark, configuration, ...spending, worker },
        factsOf: (model) => facts.get(model),
        answers: this.store.answers,
        gate: new BudgetGate(),
        patience: patient,
        now: Date.now,
      });
      return {
        handler: async (job, signal) => {
          const outcome = await solver.solve(job, signal);
          health.note(outcome.record);
          const reason = ownFault(outcome.record, health, spending.usedUp());
          if (reason !== undefined) throw new LeftToOthersError(reason);
          return outcome;
        },
        close: () => benchmark.close(),
      };
    } catch (error) {
      await benchmark.close();
      throw error;
    }
  };

  async close(): Promise<void> {
    await this.store.close();
    await this.opened.close();
  }

  private get models() {
    return gatewayModels(this.opened.gateway);
  }

  private factsOf(models: readonly string[]): Promise<ReadonlyMap<string, ModelFacts>> {
    return this.models.facts(models, new AbortController().signal);
  }
}

/** Why the machine does not call the model in the run; undefined: it does. */
function problemOf(
  facts: ModelFacts | undefined,
  { localOnly }: Pick<AnnouncedRun['configuration'], 'localOnly'>,
): string | undefined {
  if (facts === undefined) return 'This machine has no such model: its settings of providers name none (--config).';
  if (facts.problem !== undefined) return facts.problem;
  if (localOnly && facts.locality !== 'local') return 'It is not on this machine, and the run may not leave it.';
  if (facts.price === undefined)
    return 'Its price is not known here: enter it in the settings of its provider; 0 if it costs nothing.';
  return undefined;
}

/** @throws EvaluationError set-damaged: results of this machine would not go together with the others' */
function requireSame(benchmark: LoadedBenchmark, { configuration: { set, solver, scorer } }: AnnouncedRun): void {
  if (setHash(benchmark.scenarios) !== set.hash) {
    throw new EvaluationError(
      'set-damaged',
      `The scenarios that came over the queue are not those of the run (${set.name}). Use the same Whetstone on both sides, and start the run anew.`,
    );
  }
  const others = [
    ...(versionOf(benchmark.solver) === solver ? [] : [`${versionOf(benchmark.solver)} here, ${solver} there`]),
    ...(versionOf(benchmark.scorer) === scorer ? [] : [`${versionOf(benchmark.scorer)} here, ${scorer} there`]),
  ];
  if (others.length > 0) {
    throw new EvaluationError(
      'set-damaged',
      `This Whetstone asks or scores otherwise than the run's (${others.join('; ')}). Use the same version on both sides.`,
    );
  }
}

/** What came to nothing because of this machine, not of the run or the model: its budgets, its settings, its keys, its network. */
function ownFault(
  { state, reasonKind, reason, model }: SampleRecord,
  health: ProviderHealth,
  runIsOverBudget: boolean,
): string | undefined {
  const said = reason ?? 'It failed here.';
  if (state === 'refused') return reasonKind === 'budget' && runIsOverBudget ? undefined : said;
  if (state === 'error' && health.isOut(model)) return said;
  return undefined;
}
