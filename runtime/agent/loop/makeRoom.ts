import type { GatewayError } from '../../gateway/gatewayError';
import type { ToolDefinition } from '../../gateway/types';
import { RuntimeError } from '../../runtimeError';
import type { AgentTask } from '../types';
import { tokensAtMost } from '../../gateway/calls/estimateTokens';
import { forgettable, oldestHalf, stubOf, type ToolStep } from './forgetting';
import type { RunLog } from './runLog';

export { resultCharacters } from './forgetting';

/**
 * Leaves out the oldest results, and says so. Never touches system text, tools, or what the user said.
 * @throws RuntimeError bad-request when nothing is left to leave out
 */
export function makeRoom(
  log: RunLog,
  { task, definitions }: { readonly task: AgentTask; readonly definitions: readonly ToolDefinition[] },
  error: GatewayError,
): void {
  const gone = oldestHalf(log.steps);
  if (gone.length === 0) {
    const tools = JSON.stringify(definitions).length;
    const said = task.prompt.length + (task.attachments ?? []).reduce((sum, { text }) => sum + text.length, 0);
    const before = JSON.stringify(task.history ?? []).length;
    throw new RuntimeError(
      'bad-request',
      `The request does not fit the model's context, and there are no results of tools left to leave out: ${definitions.length} tools take ${tools} characters, your words and attachments ${said}, the conversation before ${before}. ${error.message}`,
      'Show fewer tools at once, attach less, begin a new conversation, or choose a model with a longer context.',
    );
  }
  leaveOut(log, gone, 'The context was too long');
}

/** Of the context, what the next prompt may take at most; the rest is for the answer. */
const fullShare = 0.85;
/** What is left then: each cleaning makes a prompt cache begin anew, so there are few. */
const cleanedShare = 0.6;
/** Of an estimate on the safe side, about what real tokenizers count at most. */
const likelyShare = 0.65;

/**
 * Leaves out old results before the context of a model is full, so that no call is sent in vain and there is room for an answer. What
 * the last call took is known, what has come since is estimated.
 * @param contextTokens of the model that answered last
 */
export function makeRoomAhead(log: RunLog, contextTokens: number): void {
  const last = log.steps.findLastIndex(({ kind }) => kind === 'model');
  const answered = log.steps[last];
  if (answered?.kind !== 'model') return;
  const { inputTokens, outputTokens } = answered.usage;
  const since = log.steps.slice(last + 1).map((step) => (step.kind === 'tool' ? likelyTokens(step.output) : 0));
  let expected = since.reduce((sum, tokens) => sum + tokens, inputTokens + outputTokens);
  if (expected <= contextTokens * fullShare) return;
  const gone: ToolStep[] = [];
  for (const step of forgettable(log.steps)) {
    if (expected <= contextTokens * cleanedShare) break;
    // What the model has not answered to yet stays, as long as it fits at all.
    if (step.index > answered.index) break;
    gone.push(step);
    expected -= likelyTokens(step.output) - likelyTokens(stubOf(step));
  }
  if (gone.length > 0) leaveOut(log, gone, 'The context is nearly full');
}

function likelyTokens(text: string): number {
  return Math.ceil(tokensAtMost(text) * likelyShare);
}

function leaveOut(log: RunLog, gone: readonly ToolStep[], why: string): void {
  const characters = gone.reduce((sum, { output }) => sum + output.length, 0);
  log.note(
    'context',
    `${why}: ${gone.length} old results of tools (${characters} characters) are left out from now on.`,
    { calls: gone.map(({ id }) => id) },
  );
}
