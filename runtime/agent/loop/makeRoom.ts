import type { GatewayError } from '../../gateway/gatewayError';
import type { ToolDefinition } from '../../gateway/types';
import { RuntimeError } from '../../runtimeError';
import type { AgentTask } from '../types';
import { oldestHalf } from './forgetting';
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
  const characters = gone.reduce((sum, { output }) => sum + output.length, 0);
  log.note(
    'context',
    `The context was too long: ${gone.length} old results of tools (${characters} characters) are left out from now on.`,
    { calls: gone.map(({ id }) => id) },
  );
}
