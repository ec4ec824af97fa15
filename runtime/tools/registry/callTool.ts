/** One call, from what a model wrote to a bounded result. */
import { checkToolCall, isJsonObject, repairRequest } from '../../functionCalling';
import type { Json, ToolDefinition } from '../../gateway/types';
import { ToolError } from '../toolError';
import type { HandledCall, ToolContext, ToolMode, ToolPreview, ToolResult } from '../types';
import { isFree, type Approval, type Approvals } from './approvals';
import { boundResult, type ResultLimits } from './boundResult';
import type { RegisteredTool } from './registeredTool';
import type { Turns } from './turns';
import { abortReason, unlessAborted } from './unlessAborted';

export interface CallRules {
  readonly mode: ToolMode;
  readonly trusted: boolean;
  readonly limits: ResultLimits;
  /** Milliseconds that a tool may take, without the time that people need. */
  readonly timeoutMs: number;
  readonly approvals: Approvals;
  /** Calls that run at once. */
  readonly places: Turns;
  /** One a conversation: a person is asked one thing at a time, and files are changed one after another. */
  readonly turn: Turns;
}

/** A call whose tool and input are right. */
interface RightCall {
  readonly registered: RegisteredTool;
  readonly input: Json;
}

/** @returns the input as the tool is to be given it, or what the model is told */
export function checkCall(
  registered: RegisteredTool | undefined,
  name: string,
  input: Json,
  offered: readonly ToolDefinition[],
): RightCall | ToolResult {
  const written = argumentsOf(input);
  if (written === undefined) {
    return told('checked', 'Error: nothing was run. The arguments must be one JSON object. Write the call again.', {
      input,
    });
  }
  const call = { name, arguments: written };
  const checked = checkToolCall(call, registered === undefined ? offered : [registered.definition]);
  if (checked.kind === 'valid' && registered !== undefined) return { registered, input: checked.call.arguments };
  const text = repairRequest([checked], []) ?? `Error: nothing was run. There is no tool ${name}.`;
  return told('checked', text, { input });
}

export async function callTool(
  { registered, input }: RightCall,
  context: ToolContext,
  rules: CallRules,
): Promise<ToolResult> {
  const { risk } = registered.entry;
  const free = isFree(risk, rules.mode, rules.trusted);
  const ownTurn = risk === 'write' || !free ? await rules.turn.take(context.signal) : undefined;
  try {
    const approval = free
      ? ({ kind: 'allowed', how: 'free' } as const)
      : await approved({ registered, input }, context, rules);
    if ('content' in approval) return approval;
    if (approval.kind === 'refused') return refused(approval.reason, input);
    // The person has answered; only changes of files wait for each other beyond this.
    if (risk !== 'write') ownTurn?.();
    return await run({ registered, input }, context, rules, approval.how);
  } finally {
    ownTurn?.();
  }
}

async function approved(
  { registered, input }: RightCall,
  context: ToolContext,
  { approvals, timeoutMs }: CallRules,
): Promise<Approval | ToolResult> {
  let preview: ToolPreview;
  try {
    const { preview: show } = registered.tool;
    preview = show === undefined ? { kind: 'input' } : await within(timeoutMs, context, (inner) => show(input, inner));
  } catch (error) {
    if (context.signal.aborted) throw abortReason(context.signal);
    return failure(registered, error, { input, changed: false });
  }
  try {
    return await approvals.ask(registered, input, preview, context);
  } catch (error) {
    if (context.signal.aborted) throw abortReason(context.signal);
    const reason = error instanceof Error ? error.message : String(error);
    return told('refused', `This call needs the user's approval, and the user could not be asked: ${reason}`, {
      input,
    });
  }
}

async function run(
  { registered, input }: RightCall,
  context: ToolContext,
  { limits, timeoutMs, places }: CallRules,
  approval: NonNullable<HandledCall['approval']>,
): Promise<ToolResult> {
  const leave = await places.take(context.signal);
  try {
    const { tool } = registered;
    const result = await within(tool.timeoutMs ?? timeoutMs, context, (inner) => tool.run(input, inner));
    return { ...boundResult(result, limits), handled: { outcome: 'ran', approval, input } };
  } catch (error) {
    if (context.signal.aborted) throw abortReason(context.signal);
    return boundResult(
      failure(registered, error, { input, approval, changed: registered.entry.risk !== 'read' }),
      limits,
    );
  } finally {
    leave();
  }
}

class TooLate extends Error {
  override readonly name = 'TooLate';
}

/** Runs with a limit of time; what does not heed its signal is left to itself. */
async function within<T>(ms: number, context: ToolContext, work: (context: ToolContext) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new TooLate(`It did not answer within ${ms / 1000} s, and was given up.`)),
    ms,
  );
  const signal = AbortSignal.any([context.signal, late.signal]);
  try {
    signal.throwIfAborted();
    // A tool that throws before it gives a promise has failed like any other.
    return await unlessAborted((async () => work({ ...context, signal }))(), signal);
  } catch (error) {
    throw late.signal.aborted && !context.signal.aborted ? late.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}

interface Told {
  readonly input: Json;
  readonly approval?: HandledCall['approval'];
  readonly changed?: boolean;
}

function told(outcome: HandledCall['outcome'], text: string, { input, approval, changed = false }: Told): ToolResult {
  return {
    content: [{ type: 'text', text }],
    isError: true,
    changed,
    handled: { outcome, input, ...(approval !== undefined && { approval }) },
  };
}

function failure({ entry }: RegisteredTool, error: unknown, details: Told): ToolResult {
  const reason = error instanceof Error ? error.message : String(error);
  // A ToolError is written for the model. Anything else may hold text of a server, and says less.
  if (error instanceof ToolError) return told('failed', `Error: ${reason}`, details);
  const unsure = details.changed === true ? ' It may have done a part of its work.' : '';
  const text = error instanceof TooLate ? reason : `It failed: ${reason.slice(0, 2000)}`;
  return told('failed', `Error of ${entry.name}: ${text}${unsure}`, details);
}

function refused(reason: string | undefined, input: Json): ToolResult {
  const said = reason === undefined || reason.trim() === '' ? '.' : `, and said: ${reason.trim()}`;
  const text = `The user refused this call${said}\nNothing was run. Do not try the same in another way; go on without it, or ask the user.`;
  return told('refused', text, { input, approval: 'asked' });
}

/** Arguments as models write them: an object, its text, or nothing. */
function argumentsOf(input: Json): Readonly<Record<string, Json>> | undefined {
  if (input === null) return {};
  if (typeof input === 'string') {
    if (input.trim() === '') return {};
    try {
      const parsed = JSON.parse(input) as Json;
      return isJsonObject(parsed) ? parsed : undefined;
    } catch {
      return undefined;
    }
  }
  return isJsonObject(input) ? input : undefined;
}
