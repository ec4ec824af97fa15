import type { Json } from '../../gateway/types';
import { isAbort } from '../../host/responseErrors';
import type { ApprovalRequest, Approver, ToolEntry, ToolRegistry } from '../../tools/types';
import type { NewStep, TraceStore } from '../traces';
import type { AgentEvent, AgentTask, TraceCall } from '../types';
import { PausableTimer } from './pausableTimer';
import { resultText } from './resultText';

export type NewToolStep = Extract<NewStep, { readonly kind: 'tool' }>;

export interface ToolRunOptions {
  readonly registry: ToolRegistry;
  readonly traces: TraceStore;
  readonly run: string;
  readonly task: Pick<AgentTask, 'mode' | 'conversation'>;
  readonly approve: Approver;
  readonly emit: (event: AgentEvent) => void;
  readonly toolMs: number;
  readonly now: () => number;
}

export interface ToolRun {
  readonly step: NewToolStep;
  /** Something outside may be other than it was. */
  readonly changed: boolean;
  /** The user has said no, and gave no other direction. */
  readonly refused: boolean;
}

/** After a cancellation a tool has so long to end by itself. */
const graceMs = 1000;

/**
 * Carries out one call that was found right, asking where that is needed. Never throws for what a tool does: also a cancelled call
 * comes to a step, so that every call in a trace has its result.
 */
export async function runTool(
  call: TraceCall & { readonly input: Readonly<Record<string, Json>> },
  entry: ToolEntry,
  options: ToolRunOptions,
  signal: AbortSignal,
): Promise<ToolRun> {
  const { registry, traces, run, task, emit, now, toolMs } = options;
  const started = now();
  const clock = new PausableTimer(toolMs);
  const both = AbortSignal.any([signal, clock.signal]);
  let approval: NewToolStep['approval'] = entry.risk === 'read' ? 'free' : 'remembered';
  const refusals: (string | undefined)[] = [];
  let letGo = false;
  const approve: Approver = async (request, asked) => {
    approval = 'asked';
    letGo = false;
    traces.beginCall(run, call.id, 'asking');
    clock.pause();
    const answer = await decided(request, options, asked);
    clock.resume();
    if (answer.kind === 'refused') refusals.push(answer.reason);
    else {
      letGo = true;
      traces.beginCall(run, call.id, 'running');
    }
    return answer;
  };
  const ended = (output: string, outcome: NewToolStep['outcome'], isError: boolean, changed = false): ToolRun => ({
    step: {
      ...{ kind: 'tool', id: call.id, name: call.name, origin: entry.origin, risk: entry.risk, input: call.input },
      ...{ output, isError, outcome, approval, started, milliseconds: now() - started },
    },
    changed,
    refused: refusals.length > 0 && refusals.every((reason) => reason === undefined),
  });
  const brokenOff = (why: string) =>
    letGo && entry.risk !== 'read'
      ? ended(`${why} What it did until then is not known: look before you call it again.`, 'unknown', true, true)
      : ended(`${why} Nothing was changed.`, 'failed', true);
  if (signal.aborted) return ended('Cancelled before it was run.', 'checked', true);
  // A call that needs no question begins now; one that does has begun when the question is answered.
  letGo = true;
  traces.beginCall(run, call.id, 'running');
  emit({ type: 'tool', id: call.id, name: call.name, title: entry.title, input: call.input });
  try {
    const progress = (message: string) => emit({ type: 'progress', id: call.id, message });
    const work = registry.call(call.name, call.input, {
      ...{ signal: both, approve, conversation: task.conversation, progress },
    });
    const result = await endedOrGivenUp(work, both);
    if (refusals.length > 0) return ended(resultText(result), 'refused', true);
    return ended(resultText(result), result.isError ? 'failed' : 'ran', result.isError, result.changed);
  } catch (error) {
    if (signal.aborted) return brokenOff('Cancelled.');
    if (clock.signal.aborted)
      return brokenOff(`It took longer than ${Math.round(toolMs / 1000)} s and was broken off.`);
    if (isAbort(error)) return brokenOff('It was broken off.');
    return ended(
      `Error: the tool failed (${error instanceof Error ? error.message : String(error)}).`,
      'failed',
      true,
      true,
    );
  } finally {
    clock.dispose();
  }
}

/** What the mode of the task says goes before what a person is asked. */
async function decided(
  request: ApprovalRequest,
  { task, approve }: ToolRunOptions,
  signal: AbortSignal,
): ReturnType<Approver> {
  if (task.mode === 'read-only') return { kind: 'refused', reason: 'This conversation may only read.' };
  if (task.mode === 'allow-writes' && request.risk === 'write') return { kind: 'allowed', remember: 'once' };
  return approve(request, signal);
}

/** A tool that does not end when it is cancelled is not waited for. @throws AbortError */
async function endedOrGivenUp<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let giveUp: NodeJS.Timeout | undefined;
  const deaf = new Promise<never>((_resolve, reject) => {
    const onAbort = () => {
      giveUp = setTimeout(() => reject(new DOMException('The tool did not end.', 'AbortError')), graceMs);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, deaf]);
  } finally {
    clearTimeout(giveUp);
    // It may still fail, and nobody waits for it.
    work.catch(() => undefined);
    deaf.catch(() => undefined);
  }
}
