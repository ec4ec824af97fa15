import {
  CallLoopGuard,
  checkToolCall,
  maxRepairs,
  repairRequest,
  type CheckedCall,
  type WrittenCall,
} from '../../functionCalling';
import type { Json, ToolDefinition } from '../../gateway/types';
import type { ToolEntry } from '../../tools/types';
import type { TraceCall, TraceStep } from '../types';
import { callOwnTool, isOwnTool, ownOrigin } from './ownTools';
import { forgottenCalls } from './forgetting';
import type { RunLog } from './runLog';
import type { ShownTools } from './shownTools';
import { runTool, type NewToolStep, type ToolRun, type ToolRunOptions } from './toolRun';

/** Why the model is not asked again with tools. */
export type CallsVerdict =
  { readonly kind: 'go-on' } | { readonly kind: 'loop' | 'refused' | 'failed'; readonly problem: string };

/** Turns in which everything was refused without a word, after which the run ends. */
const mostRefusals = 2;

type Prepared =
  | {
      readonly kind: 'run';
      readonly call: TraceCall & { readonly input: Readonly<Record<string, Json>> };
      readonly entry: ToolEntry | undefined;
    }
  | { readonly kind: 'told'; readonly call: TraceCall; readonly message: string };

/** Answers the calls of a turn: each call gets a step, in the order of the calls. */
export class CallAnswerer {
  private readonly guard = new CallLoopGuard();
  /** Calls whose results were left out, and that may be made again. */
  private readonly released = new Set<string>();
  private repairs = 0;
  private refusals = 0;

  constructor(
    private readonly log: RunLog,
    private readonly shown: ShownTools,
    private readonly options: ToolRunOptions,
  ) {
    for (const step of log.steps) this.remember(step);
  }

  /**
   * @param definitions what the model was shown
   * @param begun calls of an earlier process that were let go or asked about, and have no step
   * @throws AbortError when the run was cancelled; every call has its step then as well
   */
  async answer(
    calls: readonly TraceCall[],
    definitions: readonly ToolDefinition[],
    signal: AbortSignal,
    begun: ReadonlyMap<string, 'asking' | 'running'> = new Map(),
  ): Promise<CallsVerdict> {
    const checked = calls.map((call) => checkToolCall(written(call), this.definitionsFor(call.name, definitions)));
    if (checked.some(({ kind }) => kind === 'invalid')) return this.tellProblems(calls, checked);
    this.repairs = 0;
    this.releaseForgotten();
    let stop: string | undefined;
    const prepared = calls.map((call, index): Prepared => {
      const { call: right } = checked[index]!;
      if (stop !== undefined) return { kind: 'told', call, message: 'Not run: the same was tried before.' };
      const uncertain = this.uncertain(call, begun);
      if (uncertain !== undefined) return { kind: 'told', call, message: uncertain };
      const verdict = this.guard.judge(right);
      if (verdict.kind === 'run') {
        const entry = isOwnTool(call.name) ? undefined : this.options.registry.find(call.name);
        return { kind: 'run', call: { ...call, input: right.arguments }, entry };
      }
      if (verdict.kind === 'stop') stop = verdict.message;
      return { kind: 'told', call, message: verdict.message };
    });
    const runs = await this.inOrder(prepared, begun, signal);
    signal.throwIfAborted();
    if (stop !== undefined) {
      this.log.note('loop', stop);
      return { kind: 'loop', problem: `${stop} The run was ended.` };
    }
    return this.afterRefusals(runs);
  }

  /** Text that was meant as calls and cannot be read. */
  tellMalformed(malformed: readonly string[]): CallsVerdict {
    return this.repair(repairRequest([], malformed) ?? '', 'A call could not be read.', true);
  }

  /** The provider could not read a call. @param message its words */
  tellUnreadable(message: string): CallsVerdict {
    return this.repair(
      `Error: nothing was run. ${message} Write the call again as valid JSON, or answer in words.`,
      message,
      true,
    );
  }

  private definitionsFor(name: string, definitions: readonly ToolDefinition[]): readonly ToolDefinition[] {
    if (definitions.some((each) => each.name === name)) return definitions;
    // Known from earlier, or guessed right: whether it may be used is for the task to say, not for what was shown.
    const entry = this.shown.usable().find((each) => each.name === name);
    return entry === undefined ? definitions : [entry];
  }

  private tellProblems(calls: readonly TraceCall[], checked: readonly CheckedCall[]): CallsVerdict {
    const problems = checked.flatMap((each) =>
      each.kind === 'invalid' ? each.problems.map(({ message }) => message) : [],
    );
    calls.forEach((call, index) => {
      const each = checked[index]!;
      const message =
        repairRequest([each], []) ??
        'Error: nothing was run, because another call beside it was wrong. Write all calls again.';
      this.log.append(this.told(call, message));
    });
    return this.repair(undefined, problems.join(' '), false);
  }

  private repair(told: string | undefined, problem: string, asNote: boolean): CallsVerdict {
    this.repairs += 1;
    if (this.repairs > maxRepairs) {
      return {
        kind: 'failed',
        problem: `The model did not get a call of a tool right in ${maxRepairs + 1} tries: ${problem} Ask in other words, or choose another model.`,
      };
    }
    this.log.note('repair', problem, asNote && told !== undefined ? { told } : {});
    return { kind: 'go-on' };
  }

  /** Reads that follow each other run at the same time; all else waits for what was called before it. */
  private async inOrder(
    prepared: readonly Prepared[],
    begun: ReadonlyMap<string, 'asking' | 'running'>,
    signal: AbortSignal,
  ): Promise<readonly ToolRun[]> {
    const runs: ToolRun[] = [];
    for (let at = 0; at < prepared.length;) {
      const group = prepared.slice(at, Math.max(at + 1, endOfReads(prepared, at)));
      at += group.length;
      const underWay = group.map((each) => this.carryOut(each, begun, signal));
      for (const [index, pending] of underWay.entries()) {
        const run = await pending;
        const { step } = run;
        this.log.append(step);
        runs.push(run);
        const each = group[index]!;
        if (each.kind === 'run' && step.outcome !== 'checked') {
          this.guard.ran({ name: step.name, arguments: each.call.input }, step.output, run.changed);
        }
      }
    }
    return runs;
  }

  private async carryOut(
    prepared: Prepared,
    begun: ReadonlyMap<string, 'asking' | 'running'>,
    signal: AbortSignal,
  ): Promise<ToolRun> {
    const { call } = prepared;
    if (prepared.kind === 'told') {
      const lost = begun.get(call.id) === 'running';
      return { step: this.told(call, prepared.message, lost ? 'unknown' : 'checked'), changed: lost, refused: false };
    }
    const { entry } = prepared;
    if (entry !== undefined) return runTool(prepared.call, entry, this.options, signal);
    const { now } = this.options;
    const started = now();
    const output = callOwnTool(call.name, prepared.call.input, this.shown, this.log);
    const step: NewToolStep = {
      ...{ kind: 'tool', id: call.id, name: call.name, origin: ownOrigin, risk: 'read', input: prepared.call.input },
      ...{ output, isError: false, outcome: 'ran', approval: 'free', started, milliseconds: now() - started },
    };
    // Found tools and freed room make the same call new.
    return { step, changed: false, refused: false };
  }

  /** Why a call of an earlier process is not simply run again. */
  private uncertain(call: TraceCall, begun: ReadonlyMap<string, 'asking' | 'running'>): string | undefined {
    const risk = this.options.registry.find(call.name)?.risk;
    if (begun.get(call.id) === 'running' && risk !== 'read' && !isOwnTool(call.name)) {
      return 'Error: the program ended while this call ran, so what it did is not known. It was not run again. Look at what has changed before you call it again.';
    }
    if (begun.size > 0 && JSON.stringify(call.input).includes('[removed: ')) {
      return 'Error: nothing was run. This call held a secret, which is not kept. Call it again.';
    }
    return undefined;
  }

  private told(call: TraceCall, output: string, outcome: 'checked' | 'unknown' = 'checked'): NewToolStep {
    const entry = this.options.registry.find(call.name);
    return {
      ...{ kind: 'tool', id: call.id, name: call.name, origin: entry?.origin, risk: entry?.risk, input: call.input },
      ...{ output, isError: true, outcome, approval: undefined, started: this.options.now(), milliseconds: 0 },
    };
  }

  private afterRefusals(runs: readonly ToolRun[]): CallsVerdict {
    this.refusals = runs.length > 0 && runs.every(({ refused }) => refused) ? this.refusals + 1 : 0;
    if (this.refusals < mostRefusals) return { kind: 'go-on' };
    return {
      kind: 'refused',
      problem: 'You refused what the model wanted to do, twice. Say what it should do instead.',
    };
  }

  /** A result that was left out may be read again: the model was told so. */
  private releaseForgotten(): void {
    const forgotten = forgottenCalls(this.log.steps);
    for (const step of this.log.steps) {
      if (step.kind !== 'tool' || !forgotten.has(step.id) || this.released.has(step.id)) continue;
      this.released.add(step.id);
      this.guard.forgotten(written(step));
    }
  }

  private remember(step: TraceStep): void {
    if (step.kind !== 'tool' || step.outcome === 'checked') return;
    const changed = step.risk !== 'read' && step.outcome !== 'refused';
    this.guard.ran(written(step), step.output, changed);
  }
}

function endOfReads(prepared: readonly Prepared[], from: number): number {
  const reads = (each: Prepared) => each.kind === 'told' || each.entry?.risk === 'read';
  const end = prepared.slice(from).findIndex((each) => !reads(each));
  return end === -1 ? prepared.length : from + end;
}

function written({ name, input }: Pick<TraceCall, 'name' | 'input'>): WrittenCall {
  const isObject = input !== null && typeof input === 'object' && !Array.isArray(input);
  // Anything else is refused by every schema; the checker says what is missing.
  return { name, arguments: isObject ? (input as Readonly<Record<string, Json>>) : {} };
}
