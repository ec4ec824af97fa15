import { randomUUID } from 'node:crypto';
import { needThreshold, ToolIndex, toolNeed } from '../../functionCalling';
import { GatewayError } from '../../gateway/gatewayError';
import { dollars } from '../../gateway/ledger';
import type { GenerateRequest, ToolDefinition } from '../../gateway/types';
import { isAbort } from '../../host/responseErrors';
import { RuntimeError } from '../../runtimeError';
import type { StoredRun } from '../traces';
import type { AgentTask, RunStatus, TraceRun, TraceStep } from '../types';
import { defaultMaxSteps, defaultMaxTools, programEnds, type AgentParts, type RunWatch } from './agentParts';
import { CallAnswerer, type CallsVerdict } from './answerCalls';
import { askModel, type ModelAnswer } from './askModel';
import { makeRoom, makeRoomAhead, resultCharacters } from './makeRoom';
import { messagesOf } from './messagesOf';
import { RunLog } from './runLog';
import { ShownTools } from './shownTools';

export interface RunStart {
  readonly id: string;
  readonly task: AgentTask;
  readonly system: string;
  /** What there is of it already. */
  readonly stored?: StoredRun | undefined;
}

interface Ended {
  readonly status: Exclude<RunStatus, 'running'>;
  readonly text: string;
  readonly problem?: string | undefined;
}
type Asked =
  { readonly kind: 'answer'; readonly answer: ModelAnswer } | { readonly kind: 'told'; readonly verdict: CallsVerdict };

/** Characters of results from which on the model is offered a tool that cleans its context. */
const manyCharacters = 24_000;

/** One run, from the user's words to the answer: tool by tool, without a plan. */
export class AgentRun {
  private readonly log: RunLog;
  private readonly shown: ShownTools;
  private readonly calls: CallAnswerer;
  private readonly now: () => number;
  private asked = 0;
  private empty = 0;
  private spent = 0;
  /** Of the model that answered last. */
  private contextTokens: number | undefined;

  constructor(
    private readonly start: RunStart,
    private readonly parts: AgentParts,
    private readonly watch: RunWatch,
  ) {
    const { id, task, stored } = start;
    const { traces, maxTools = defaultMaxTools, pinned = [], now = Date.now } = parts;
    this.now = now;
    const registry = parts.registry.inMode(task.mode);
    this.log = new RunLog(traces, id, watch.emit, now, stored);
    this.shown = new ShownTools({ registry, task, limit: maxTools, pinned });
    const { approve, emit } = watch;
    this.calls = new CallAnswerer(this.log, this.shown, {
      ...{ registry, traces, run: id, conversation: task.conversation, approve, emit, now },
    });
    this.spent = this.log.steps.reduce((sum, step) => sum + costOf(step), 0);
  }

  /** @throws RuntimeError when the trace cannot be written: nothing goes on unseen */
  async toEnd(): Promise<TraceRun> {
    const { emit, signal } = this.watch;
    const { traces } = this.parts;
    emit({ type: 'run', run: this.start.id });
    const { status, text, problem } = await this.loop().catch((error: unknown) => this.failed(error));
    const ended = status === 'cancelled' && signal.reason === programEnds ? 'interrupted' : status;
    const run = traces.finish(this.start.id, ended, problem);
    emit({ type: 'end', run, text });
    return run;
  }

  private async loop(): Promise<Ended> {
    const { task, stored } = this.start;
    if (stored === undefined) this.begin();
    else {
      this.log.note('resumed', 'The run goes on where it was broken off.');
      const open = unanswered(this.log.steps);
      if (open.length > 0) {
        const verdict = await this.calls.answer(open, stored.tools, this.watch.signal, stored.begun);
        if (verdict.kind !== 'go-on') return this.close(verdict);
      }
    }
    const most = task.maxSteps ?? defaultMaxSteps;
    while (this.asked < most) {
      const last = this.asked > 0 && this.asked + 1 === most;
      if (last) {
        this.log.note('limit', `The last of ${most} calls of the model.`, {
          told: 'No more tools can be called. Answer with what you know, and say what is still to be done.',
        });
      }
      const asked = await this.ask(!last);
      if (asked.kind === 'told') {
        if (asked.verdict.kind !== 'go-on') return this.close(asked.verdict);
        continue;
      }
      const { answer } = asked;
      if (answer.calls.length > 0) {
        const verdict = await this.calls.answer(answer.calls, this.definitions, this.watch.signal);
        if (verdict.kind !== 'go-on') return this.close(verdict);
        if (resultCharacters(this.log.steps) > manyCharacters) this.shown.offerForgetting();
      } else if (answer.malformed.length > 0) {
        const verdict = this.calls.tellMalformed(answer.malformed);
        if (verdict.kind !== 'go-on') return this.close(verdict);
      } else if (answer.text.trim() === '') {
        const end = this.emptyAnswer(answer);
        if (end !== undefined) return end;
      } else return this.answered(answer, last, most);
    }
    return { status: 'steps', text: this.lastText(), problem: stepsProblem(most) };
  }

  private begin(): void {
    const { task } = this.start;
    const { prompt, attachments = [] } = task;
    this.log.append({ kind: 'user', text: prompt, attachments, started: this.now(), milliseconds: 0 });
    const usable = this.shown.usable();
    const index = new ToolIndex(usable);
    // A hint of words only, so nothing is withheld: it is told to whoever reads the trace.
    if (usable.length > 0 && !toolNeed(index, prompt, needThreshold).applies) {
      this.log.note('abstained', 'No tool shares words with the request; the model may answer without any.');
    }
  }

  private definitions: readonly ToolDefinition[] = [];

  /** Asks the model, making room where its context is too small. */
  private async ask(withTools: boolean): Promise<Asked> {
    const { task, id } = this.start;
    const { traces } = this.parts;
    const { signal } = this.watch;
    const before = this.definitions.map(({ name }) => name);
    this.definitions = this.shown.definitions(this.lastText());
    traces.showTools(id, this.definitions);
    const added = this.definitions.filter(({ name }) => !before.includes(name)).map(({ name }) => name);
    if (before.length > 0 && added.length > 0) this.log.note('tools', `Shown from now on: ${added.join(', ')}.`);
    if (this.contextTokens !== undefined) makeRoomAhead(this.log, this.contextTokens);
    for (;;) {
      signal.throwIfAborted();
      try {
        this.asked += 1;
        const answer = await askModel(
          this.request(withTools),
          {
            ...{ generate: this.parts.generate, emit: this.watch.emit, now: this.now },
            newId: () => `call_${randomUUID().slice(0, 8)}`,
            isTaken: (call) => this.log.hasCall(call),
          },
          signal,
        );
        this.written(answer);
        return { kind: 'answer', answer };
      } catch (error) {
        this.countFailed(error);
        signal.throwIfAborted();
        if (isUnreadableCall(error)) return { kind: 'told', verdict: this.calls.tellUnreadable(error.message) };
        if (!isTooLong(error)) throw error;
        // It was never sent, or turned away.
        this.asked -= 1;
        makeRoom(this.log, { task, definitions: this.definitions }, error);
      }
    }
  }

  private request(withTools: boolean): GenerateRequest {
    const { id, task, system } = this.start;
    const { model, conversation, project, localOnly, ceiling, history = [] } = task;
    const { steps, thoughts } = this.log;
    const tools = this.definitions;
    return {
      model,
      messages: messagesOf({ system, history, steps, thoughts, fence: fenceOf(id) }),
      ...(tools.length > 0 && { tools, toolChoice: { kind: withTools ? 'auto' : 'none' } }),
      purpose: 'tool-use',
      taskType: 'tool.multi',
      task: id,
      conversation,
      ...(project !== undefined && { project }),
      ...(localOnly !== undefined && { localOnly }),
      ...(ceiling !== undefined && { ceiling: Math.max(0, ceiling - this.spent) }),
    };
  }

  private written(answer: ModelAnswer): void {
    const { call, decision, model, text, reasoning, calls, finish, usage, cost } = answer;
    const { started, milliseconds, firstTokenMs, thoughts, asText } = answer;
    const tools = this.definitions.map(({ name }) => name);
    this.spent += cost;
    this.contextTokens = answer.contextTokens;
    this.log.append(
      {
        ...{ kind: 'model', call, decision, model, tools, text, reasoning, calls, finish, usage, cost },
        ...{ firstTokenMs, started, milliseconds },
      },
      thoughts.filter(({ signature }) => signature !== undefined),
    );
    const { repairs } = answer.repaired;
    if (repairs > 0)
      this.log.note('repair', `Inside this answer the model was told ${repairs} times what is wrong with its calls.`);
    if (asText) this.log.note('repair', 'The model wrote its calls as text; they were taken as calls.');
  }

  /** What a call cost that gave no answer counts against the run's ceiling like any other. */
  private countFailed(error: unknown): void {
    const cost = error instanceof GatewayError ? (error.details.cost ?? 0) : 0;
    if (cost === 0) return;
    this.spent += cost;
    this.log.note('limit', `A call of the model gave no whole answer, and cost ${dollars(cost)}.`, { cost });
  }

  private answered({ text, finish }: ModelAnswer, last: boolean, most: number): Ended {
    if (finish === 'length') this.log.note('limit', 'The answer was cut at the longest that was allowed.');
    if (last) return { status: 'steps', text, problem: stepsProblem(most) };
    return { status: 'answered', text };
  }

  private emptyAnswer({ model, finish, repaired: { dropped, warnings } }: ModelAnswer): Ended | undefined {
    // Its provider has told it often enough what is wrong.
    if (dropped > 0) {
      const problem = `${model} wrote calls that cannot be run, also when it was told why. ${warnings.join(' ')} Ask in other words, or choose another model.`;
      return { status: 'failed', text: '', problem };
    }
    this.empty += 1;
    if (this.empty > 1) {
      const problem = `${model} answered nothing, twice (${finish}). Ask in other words, or choose another model.`;
      return { status: 'failed', text: '', problem };
    }
    this.log.note('repair', 'The answer was empty.', {
      told: 'Your answer was empty. Call a tool, or answer in words.',
    });
    return undefined;
  }

  /** Ends a run that leads nowhere; where the model may be asked once more, with its answer to what it knows. */
  private async close(verdict: Exclude<CallsVerdict, { readonly kind: 'go-on' }>): Promise<Ended> {
    const { kind, problem } = verdict;
    const most = this.start.task.maxSteps ?? defaultMaxSteps;
    if (kind !== 'loop' || this.asked >= most) return { status: kind, text: this.lastText(), problem };
    this.log.note('limit', 'The model is asked for an answer without tools.', {
      told: 'You repeat yourself. No more tools can be called. Answer with what you know, and say what you could not find out.',
    });
    const asked = await this.ask(false);
    return { status: kind, text: asked.kind === 'answer' ? asked.answer.text : this.lastText(), problem };
  }

  private failed(error: unknown): Ended {
    const text = this.lastText();
    if (this.watch.signal.aborted || isAbort(error)) return { status: 'cancelled', text };
    if (error instanceof GatewayError) {
      if (error.kind === 'aborted') return { status: 'cancelled', text };
      if (error.kind === 'refused') this.log.note('limit', error.message);
      return { status: 'failed', text, problem: `${error.message} ${error.action}` };
    }
    // What stands in the trace can no longer be relied on.
    if (error instanceof RuntimeError && error.kind !== 'bad-request') throw error;
    const problem = error instanceof RuntimeError ? `${error.message} ${error.action}` : `Defect: ${String(error)}`;
    return { status: 'failed', text, problem };
  }

  private lastText(): string {
    return this.log.steps.findLast((step) => step.kind === 'model')?.text ?? '';
  }
}

/** Known to no text that is read in a run. */
export function fenceOf(run: string): string {
  return run.replaceAll('-', '').slice(-8);
}

/** Calls of the last answer that have no result. */
function unanswered(steps: readonly TraceStep[]): Extract<TraceStep, { readonly kind: 'model' }>['calls'] {
  const last = steps.findLast((step) => step.kind === 'model');
  if (last === undefined) return [];
  const done = new Set(steps.flatMap((step) => (step.kind === 'tool' ? [step.id] : [])));
  return last.calls.filter(({ id }) => !done.has(id));
}

function isTooLong(error: unknown): error is GatewayError {
  if (!(error instanceof GatewayError)) return false;
  return error.kind === 'context-too-long' || error.details.refusal?.reason === 'context';
}

/** The provider had a call that is no JSON. */
function isUnreadableCall(error: unknown): error is GatewayError {
  return error instanceof GatewayError && error.kind === 'bad-answer' && /tool/i.test(error.message);
}

function stepsProblem(most: number): string {
  return `The model was asked ${most} times, which is the most that was allowed. Go on with the run, or ask for less at once.`;
}

function costOf(step: TraceStep): number {
  return step.kind === 'model' ? step.cost : step.kind === 'note' ? (step.cost ?? 0) : 0;
}
