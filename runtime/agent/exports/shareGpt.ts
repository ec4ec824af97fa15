/** The form of APIGen-MT-5k (https://huggingface.co/datasets/Salesforce/APIGen-MT-5k): ShareGPT with calls and observations. */
import { z } from 'zod';
import { exactJson, pythonJson } from '../../functionCalling';
import type { StoredRun } from '../traces';
import type { Cleaner } from './cleanText';
import { trajectory, type TrajectoryTurn } from './trajectory';

export const shareGptRow = z.strictObject({
  conversations: z
    .array(z.strictObject({ from: z.enum(['human', 'gpt', 'function_call', 'observation']), value: z.string() }))
    .min(1),
  /** JSON of a list of `{name, description, parameters}`. */
  tools: z.string(),
  system: z.string(),
});

export type ShareGptRow = z.infer<typeof shareGptRow>;
type Said = ShareGptRow['conversations'][number];

/**
 * One call is followed by its observation, as the form wants; calls of one answer stand one after another with theirs.
 * @returns undefined for a run in which no model has said anything
 */
export function shareGptOf(run: StoredRun, cleaner: Cleaner): ShareGptRow | undefined {
  const turns = trajectory(run, cleaner, false);
  if (!turns.some(({ role }) => role === 'assistant')) return undefined;
  const results = new Map(turns.flatMap((turn) => (turn.role === 'tool' ? [[turn.id, turn.text]] : [])));
  const tools = run.tools.map(({ name, description, inputSchema }) => ({
    ...{ name, description: cleaner.words(description), parameters: inputSchema },
  }));
  return shareGptRow.parse({
    conversations: turns.flatMap((turn) => saidOf(turn, results)),
    tools: pythonJson(exactJson(tools)),
    system: run.system,
  });
}

function saidOf(turn: TrajectoryTurn, results: ReadonlyMap<string, string>): readonly Said[] {
  switch (turn.role) {
    case 'user':
      return [{ from: 'human', value: turn.text }];
    case 'tool':
      return [];
    case 'assistant':
      return [
        ...(turn.text.trim() === '' ? [] : [{ from: 'gpt' as const, value: turn.text }]),
        ...turn.calls.flatMap(({ id, name, input }): Said[] => [
          { from: 'function_call', value: pythonJson(exactJson({ name, arguments: input })) },
          { from: 'observation', value: results.get(id) ?? '' },
        ]),
      ];
  }
}
