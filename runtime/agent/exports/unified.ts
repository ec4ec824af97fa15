/** ActionStudio's Unified Format 2.0 (https://github.com/SalesforceAIResearch/xLAM, actionstudio; arXiv 2503.22673). */
import { z } from 'zod';
import type { ToolDefinition } from '../../gateway/types';
import type { StoredRun } from '../traces';
import type { Cleaner } from './cleanText';
import { trajectory, type TrajectoryTurn } from './trajectory';

const json = z.json();
const call = z.strictObject({
  id: z.string().min(1),
  type: z.literal('function'),
  function: z.strictObject({ name: z.string().min(1), arguments: z.record(z.string(), json) }),
});

export const unifiedTool = z.strictObject({
  type: z.literal('function'),
  function: z.strictObject({
    name: z.string().min(1),
    description: z.string(),
    parameters: z.record(z.string(), json),
  }),
});

/** `tool_calls` is left out where there are none: its presence alone makes a message one of calls. */
export const unifiedMessage = z.union([
  z.strictObject({ role: z.literal('user'), content: z.string() }),
  z.strictObject({ role: z.literal('assistant'), content: z.string(), tool_calls: z.array(call).min(1) }),
  z.strictObject({ role: z.literal('assistant'), content: z.string() }),
  z.strictObject({ role: z.literal('tool'), name: z.string(), content: z.string(), tool_call_id: z.string().min(1) }),
]);

export const unifiedRecord = z
  .strictObject({
    unique_trajectory_id: z.string().min(1),
    task_instruction: z.string(),
    tools: z.array(unifiedTool),
    conversation: z.array(unifiedMessage).min(1),
    metadata: z.record(z.string(), json),
  })
  .refine(
    ({ conversation }) => resultsFit(conversation),
    'Results must follow their calls, one each and in their order.',
  );

export type UnifiedMessage = z.infer<typeof unifiedMessage>;
export type UnifiedRecord = z.infer<typeof unifiedRecord>;

/** @returns undefined for a run in which no model has said anything */
export function unifiedOf(run: StoredRun, cleaner: Cleaner): UnifiedRecord | undefined {
  const turns = trajectory(run, cleaner, false);
  if (!turns.some(({ role }) => role === 'assistant')) return undefined;
  return unifiedRecord.parse({
    unique_trajectory_id: run.run.id,
    task_instruction: run.system,
    tools: run.tools.map((tool) => unifiedToolOf(tool, cleaner)),
    conversation: turns.map(unifiedMessageOf),
    metadata: metadataOf(run, cleaner),
  });
}

export function unifiedToolOf(
  { name, description, inputSchema }: ToolDefinition,
  cleaner: Cleaner,
): z.infer<typeof unifiedTool> {
  const clean = { name, description: cleaner.words(description), parameters: inputSchema };
  return unifiedTool.parse({ type: 'function', function: clean });
}

export function unifiedMessageOf(turn: TrajectoryTurn): UnifiedMessage {
  switch (turn.role) {
    case 'user':
      return { role: 'user', content: turn.text };
    case 'assistant': {
      const said = { role: 'assistant' as const, content: turn.text };
      if (turn.calls.length === 0) return said;
      const calls = turn.calls.map(({ id, name, input }) => ({
        ...{ id, type: 'function' as const, function: { name, arguments: { ...input } } },
      }));
      return unifiedMessage.parse({ ...said, tool_calls: calls });
    }
    case 'tool':
      return { role: 'tool', name: turn.name, content: turn.text, tool_call_id: turn.id };
  }
}

/** What the format has no place for; its converter leaves it alone. */
function metadataOf({ run, steps, tools }: StoredRun, cleaner: Cleaner): UnifiedRecord['metadata'] {
  const models = steps.flatMap((step) => (step.kind === 'model' ? [step] : []));
  const called = steps.flatMap((step) => (step.kind === 'tool' ? [step] : []));
  const origins = new Map(called.flatMap(({ name, origin }) => (origin === undefined ? [] : [[name, origin.kind]])));
  return {
    exporter: 'whetstone-1',
    models: [...new Set(models.map(({ model }) => model))],
    outcome: run.status,
    ...(run.problem !== undefined && { problem: cleaner.words(run.problem) }),
    mode: run.mode,
    started: new Date(run.started).toISOString(),
    totals: { ...run.totals },
    tool_sources: Object.fromEntries(
      tools.flatMap(({ name }) => (origins.has(name) ? [[name, origins.get(name) ?? '']] : [])),
    ),
    calls: called.map(({ id, outcome, approval, milliseconds, isError }) => ({
      ...{ id, outcome, is_error: isError, milliseconds },
      ...(approval !== undefined && { approval }),
    })),
    answers: models.map(({ model, finish, usage, cost, milliseconds, firstTokenMs }) => ({
      ...{ model, finish, usage: { ...usage }, cost, milliseconds },
      ...(firstTokenMs !== undefined && { first_token_ms: firstTokenMs }),
    })),
    notes: steps.flatMap((step) => (step.kind === 'note' ? [{ kind: step.note, text: cleaner.words(step.text) }] : [])),
  };
}

function resultsFit(conversation: readonly UnifiedMessage[]): boolean {
  let due: readonly string[] = [];
  for (const message of conversation) {
    if (message.role === 'tool') {
      if (due[0] !== message.tool_call_id) return false;
      due = due.slice(1);
    } else {
      if (due.length > 0) return false;
      due = 'tool_calls' in message ? message.tool_calls.map(({ id }) => id) : [];
    }
  }
  return true;
}
