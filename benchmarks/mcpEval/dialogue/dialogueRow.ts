/** What a simulated dialogue is written as: one JSON line, with the fields of MCPEval's scenario beside what became of it. */
import { z } from 'zod';
import type { Json } from '../../core/runs/types';
import { toolCall } from '../rows/toolCall';
import { callsOf } from '../solving/taskScorer';
import type { DialogueDetails } from './dialogueContent';
import { persona } from './personas';
import { scenarioTypes, type ScenarioRow } from './scenarioRow';

const json: z.ZodType<Json> = z.json();

export const dialogueRow = z.looseObject({
  scenario_id: z.string().min(1),
  scenario_name: z.string().default(''),
  description: z.string().default(''),
  goal: z.string().default(''),
  scenario_type: z.enum(scenarioTypes).default('standard'),
  persona: persona.optional(),
  success: z.boolean().nullish(),
  turns: z
    .array(
      z.looseObject({
        turn: z.number(),
        user_message: z.string(),
        agent_response: z.string(),
        tool_calls: z.array(toolCall),
      }),
    )
    .default([]),
  conversation: z.array(z.record(z.string(), json)),
});

export type DialogueRow = z.infer<typeof dialogueRow>;

export interface DialogueRowFacts {
  readonly model: string;
  readonly userModel: string;
  /** As it was graded; undefined: it was not. */
  readonly complete: boolean | undefined;
  readonly value: number | undefined;
}

export function dialogueRowOf(scenario: ScenarioRow, details: DialogueDetails, facts: DialogueRowFacts): DialogueRow {
  const { talk, records, conversation, finalResponse, ended } = details;
  const turns = talk.map(({ user, assistant, kind, told, firstRecord }, index) => ({
    ...{ turn: index + 1, user_message: user, agent_response: assistant, kind, told },
    tool_calls: [...callsOf({ records: records.slice(firstRecord, talk[index + 1]?.firstRecord) })],
  }));
  return {
    ...{
      scenario_id: scenario.id,
      scenario_name: scenario.name,
      description: scenario.description,
      goal: scenario.goal,
    },
    ...{ scenario_type: scenario.scenario_type, persona: scenario.persona },
    // As in the published rows: the conversation came to an end by itself.
    success: ended === 'content',
    ...{
      turns,
      total_turns: turns.length,
      tool_calls: callsOf({ records }),
      final_response: finalResponse,
      conversation,
    },
    ...{ model: facts.model, user_model: facts.userModel, ended, client_type: 'whetstone' },
    ...{ complete: facts.complete ?? null, value: facts.value ?? null },
  };
}
