import { z } from 'zod';
import { Cleaner, unifiedRecord, type UnifiedMessage, type UnifiedRecord } from '../../../../runtime/agent';
import type { TrajectoryTurn } from '../trajectories/trajectoryContent';
import type { Contributor, JudgedTrajectory } from './keptTrajectory';
import { sha256 } from '../../../core/runs/sha256';
import { asJson } from '../../solving/taskContent';

/** Secrets are taken out, though servers are given none; nothing is cut, since cut arguments would teach wrong ones. */
const cleaner = new Cleaner({ roots: [], longest: Infinity });

/**
 * A dialogue in ActionStudio's Unified Format 2.0: exact keys, and `metadata`, which its converter leaves alone.
 * @returns undefined where a call has no object for its arguments: the form cannot hold it, and nobody should learn it
 */
export function unifiedRowOf({
  blueprint,
  content,
  record,
  contributors,
}: JudgedTrajectory): UnifiedRecord | undefined {
  const conversation = messagesOf(content.turns);
  if (conversation === undefined) return undefined;
  const { id, group, seed, servers, parts, persona, instruction, actions, outputs, generator } = blueprint;
  return unifiedRecord.parse({
    unique_trajectory_id: `${id}-${sha256(`${record.run} ${record.index}`).slice(0, 8)}`,
    task_instruction: cleaner.words(content.system),
    tools: blueprint.tools.map(({ name, description, inputSchema }) => ({
      type: 'function',
      function: { name, description: description ?? '', parameters: inputSchema },
    })),
    conversation,
    metadata: asJson({
      exporter: 'whetstone-blueprints-1',
      licence: licenceOf(contributors),
      models: contributors.map(({ role, model, note }) => ({
        ...{ role, model, licence: note.licence, licence_from: note.source },
      })),
      blueprint: { id, group, seed, servers, persona, ...(parts && { parts }) },
      instruction,
      ground_truth: {
        actions: actions.map(({ tool_name: name, tool_parameters: input, writes }) => ({
          name,
          arguments: input,
          writes,
        })),
        outputs,
      },
      outcome: 'state-and-outputs-agree',
      checks: { tries: generator.tries, committee: generator.committee ?? null },
      calls: content.records.map(({ tool, server, isError, milliseconds }) => ({
        ...{ tool, server: server ?? null, is_error: isError, milliseconds: Math.round(milliseconds) },
      })),
      run: {
        id: record.run,
        sample: record.index,
        repeat: record.repeat,
        cost: record.cost,
        usage: record.usage ?? null,
      },
    }),
  });
}

/** What holds of a row is what holds of all who wrote in it: with one that nobody knows of, it is unknown. */
export function licenceOf(contributors: readonly Contributor[]): string {
  const notes = contributors.map(({ note }) => note.licence);
  if (notes.includes('unknown')) return 'unknown';
  return [...new Set(notes)].join(' AND ');
}

const object = z.record(z.string(), z.json());

/** Calls are numbered anew: providers give the same id to calls of two answers. */
function messagesOf(turns: readonly TrajectoryTurn[]): readonly UnifiedMessage[] | undefined {
  let made = 0;
  let answered = 0;
  const messages: UnifiedMessage[] = [];
  for (const turn of turns) {
    switch (turn.role) {
      case 'user':
        messages.push({ role: 'user', content: cleaner.words(turn.text) });
        break;
      case 'tool':
        messages.push({
          ...{ role: 'tool', name: turn.name, content: cleaner.body(turn.text), tool_call_id: `call_${++answered}` },
        });
        break;
      case 'assistant': {
        const content = cleaner.words(turn.text);
        if (turn.calls.length === 0) {
          messages.push({ role: 'assistant', content });
          break;
        }
        const calls = turn.calls.flatMap(({ name, input }) => {
          const clean = object.safeParse(cleaner.json(input));
          if (!clean.success) return [];
          return [{ id: `call_${++made}`, type: 'function' as const, function: { name, arguments: clean.data } }];
        });
        if (calls.length < turn.calls.length) return undefined;
        messages.push({ role: 'assistant', content, tool_calls: calls });
      }
    }
  }
  return messages;
}
