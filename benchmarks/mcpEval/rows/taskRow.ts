import { z } from 'zod';
import type { Json } from '../../core/runs/types';
import { stateChange } from '../servers/endState';
import { toolCall } from './toolCall';

const json: z.ZodType<Json> = z.json();

/** A tool as rows of tasks carry it. */
export const rowTool = z.object({
  name: z.string(),
  description: z.string().nullish(),
  inputSchema: z.record(z.string(), json).default({ type: 'object' }),
});

/** What the published form has no place for. */
export const taskFacts = z.object({
  /** Names of servers of the set. */
  servers: z.array(z.string()).min(1),
  /** What is there from the beginning: files of the workspace, and of the servers' own folder. */
  files: z.record(z.string(), z.string()),
  stateFiles: z.record(z.string(), z.string()),
  /** What executing the calls left behind, and what an answer has to say. */
  changes: z.array(stateChange),
  answers: z.array(z.string()),
  /** Who wrote the task, and what its licence says of it. */
  generator: z.object({
    kind: z.enum(['schema', 'model']),
    model: z.string().optional(),
    licence: z.string().optional(),
  }),
  seed: z.number().optional(),
});

/** A row of MCPEval's task files. Rows of others have no `whetstone`; what we do not know of a row is kept. */
export const taskRow = z.looseObject({
  id: z.string().min(1),
  name: z.string(),
  description: z.string(),
  goal: z.string().default(''),
  tools: z.array(rowTool).default([]),
  tool_calls: z.array(toolCall).default([]),
  final_response: z.string().nullish(),
  conversation: z.array(z.record(z.string(), json)).nullish(),
  tool_call_results: z.array(json).nullish(),
  whetstone: taskFacts.optional(),
});

export type TaskRow = z.infer<typeof taskRow>;
export type TaskFacts = z.infer<typeof taskFacts>;

/** A task that can be graded by what it leaves behind. */
export type VerifiedTask = TaskRow & { readonly whetstone: TaskFacts };
