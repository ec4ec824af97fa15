import type { Json } from '../../gateway/types';
import { isAbort } from '../../host/responseErrors';
import type { Approver, ToolContent, ToolEntry, ToolRegistry } from '../../tools/types';
import type { NewStep, TraceStore } from '../traces';
import type { AgentEvent, TraceCall } from '../types';

export type NewToolStep = Extract<NewStep, { readonly kind: 'tool' }>;

export interface ToolRunOptions {
  /** In the mode of the task. */
  readonly registry: ToolRegistry;
  readonly traces: TraceStore;
  readonly run: string;
  readonly conversation: string;
  readonly approve: Approver;
  readonly emit: (event: AgentEvent) => void;
  readonly now: () => number;
}

export interface ToolRun {
  readonly step: NewToolStep;
  /** Something outside may be other than it was. */
  readonly changed: boolean;
  /** The user has said no, and gave no other direction. */
  readonly refused: boolean;
}

/**
 * Carries out one call that was found right, asking where that is needed. Never throws for what a tool does: also a cancelled call
 * comes to a step, so that every call in a trace has its result.
 */
export async function runTool(
  call: TraceCall & { readonly input: Readonly<Record<string, Json>> },
  entry: ToolEntry,
  { registry, traces, run, conversation, approve, emit, now }: ToolRunOptions,
  signal: AbortSignal,
): Promise<ToolRun> {
  const started = now();
  const refusals: (string | undefined)[] = [];
  const state: { approval: NewToolStep['approval']; asking: boolean } = { approval: undefined, asking: false };
  const asks: Approver = async (request, asked) => {
    state.approval = 'asked';
    state.asking = true;
    traces.beginCall(run, call.id, 'asking');
    const answer = await approve(request, asked);
    if (answer.kind === 'refused') refusals.push(answer.reason);
    else {
      state.asking = false;
      traces.beginCall(run, call.id, 'running');
    }
    return answer;
  };
  const ended = (output: string, outcome: NewToolStep['outcome'], isError: boolean, changed = false): ToolRun => ({
    step: {
      ...{ kind: 'tool', id: call.id, name: call.name, origin: entry.origin, risk: entry.risk, input: call.input },
      ...{ output, isError, outcome, approval: state.approval, started, milliseconds: now() - started },
    },
    changed,
    refused: refusals.length > 0 && refusals.every((reason) => reason === undefined),
  });
  const cancelled = () => signal.aborted;
  if (cancelled()) return ended('Cancelled before it was run.', 'checked', true);
  // A call that needs no question begins now; one that does has begun when the question is answered.
  traces.beginCall(run, call.id, 'running');
  emit({ type: 'tool', id: call.id, name: call.name, title: entry.title, input: call.input });
  try {
    const progress = (message: string) => emit({ type: 'progress', id: call.id, message });
    const result = await registry.call(call.name, call.input, { signal, approve: asks, conversation, progress });
    const { handled, isError, changed } = result;
    state.approval = handled?.approval ?? state.approval;
    return ended(resultText(result), handled?.outcome ?? (isError ? 'failed' : 'ran'), isError, changed);
  } catch (error) {
    if (cancelled() || isAbort(error)) {
      if (entry.risk === 'read' || state.asking) return ended('Cancelled. Nothing was changed.', 'failed', true);
      const words = 'Cancelled while it ran. What it did until then is not known: look before you call it again.';
      return ended(words, 'unknown', true, true);
    }
    // The registry throws for nothing else; a defect must not leave a call without its result.
    return ended(`Error: ${entry.name} failed (${String(error)}).`, 'failed', true, entry.risk !== 'read');
  }
}

function resultText({
  content,
  cut,
}: {
  readonly content: readonly ToolContent[];
  readonly cut?: string | undefined;
}): string {
  const text = content.map(contentText).join('\n').trimEnd();
  return [text === '' ? '(The result is empty.)' : text, ...(cut === undefined ? [] : [cut])].join('\n');
}

function contentText(content: ToolContent): string {
  switch (content.type) {
    case 'text':
      return content.text;
    case 'json':
      return JSON.stringify(content.value);
    case 'blob':
      return `(${content.mediaType}, ${content.bytes} bytes, not shown: ${content.note})`;
  }
}
