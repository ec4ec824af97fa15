/** A dialogue as it is planned: who speaks, what for, and what is held back at first. Rows are in MCPEval's form. */
import { z } from 'zod';
import type { Json } from '../../core/runs/types';
import { rowTool, taskFacts } from '../rows/taskRow';
import { toolCall } from '../rows/toolCall';
import { persona } from './personas';

const json: z.ZodType<Json> = z.json();

/**
 * `missing_params`: values are held back until somebody asks. `missing_functions`: a tool is not there at first. `composite`: both, and
 * told step by step.
 */
export const scenarioTypes = ['standard', 'missing_params', 'missing_functions', 'composite'] as const;
export type ScenarioType = (typeof scenarioTypes)[number];

/** A value that the user knows and does not say at first. */
export const heldBack = z.object({
  id: z.string().min(1),
  /** Name of the argument. */
  name: z.string().min(1),
  tool: z.string(),
  /** As the user says it. */
  said: z.string(),
  /** Of the user's messages, the first (from 0) that would have had it. */
  message: z.int().min(0),
});

/** What the published form has no place for: the verified task behind the dialogue, and how it is told. */
export const dialogueFacts = taskFacts.extend({
  /** Id of the task. */
  task: z.string(),
  tool_calls: z.array(toolCall),
  final_response: z.string().nullish(),
  opening: z.string().min(1),
  /** What the user says next, one message after the other. */
  followUps: z.array(z.string()),
  heldBack: z.array(heldBack),
  /** Tools that come with the second message. */
  withheld: z.array(z.string()),
  /** Who worded the opening. */
  wordedBy: z.string().optional(),
});

/** Rows of others have no `whetstone`: they can be played with a model as the user, and a judge alone grades them. */
export const scenarioRow = z.looseObject({
  id: z.string().min(1).optional(),
  name: z.string().min(1),
  description: z.string(),
  goal: z.string().default(''),
  persona,
  tools: z.array(z.union([z.string(), rowTool])).default([]),
  scenario_type: z.enum(scenarioTypes).default('standard'),
  max_turns: z.int().min(1).max(100).default(5),
  initial_context: json.optional(),
  whetstone: dialogueFacts.optional(),
});

export type HeldBack = z.infer<typeof heldBack>;
export type DialogueFacts = z.infer<typeof dialogueFacts>;
export type ScenarioRow = z.infer<typeof scenarioRow> & { readonly id: string };
