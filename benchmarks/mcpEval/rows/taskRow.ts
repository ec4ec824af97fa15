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

/** A step of a task as it is told: what to do, and its inputs in words. */
export const toldStep = z.object({
  sentence: z.string(),
  /** `chained`: an earlier step answers it, so that nobody says the value itself. */
  inputs: z.array(z.object({ name: z.string(), said: z.string(), chained: z.boolean() })),
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
    kind: z.enum(['schema', 'model', 'imported']),
    model: z.string().optional(),
    licence: z.string().optional(),
  }),
  seed: z.number().optional(),
  /** Of tasks that were made from schemas: the same as the description, step by step. */
  steps: z.array(toldStep).optional(),
  /** Where calls leave nothing behind, tell nothing, and there is no other way: the calls themselves are what is graded. */
  byCalls: z.boolean().optional(),
  /** What doing as many calls at random is worth (0 to 1), on the mean of the draws. */
  randomCalls: z.number().optional(),
  /** The same of each draw, each in fresh servers; sets that were made earlier had one, and have no list. */
  randomDraws: z.array(z.number().min(0).max(1)).min(1).optional(),
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

export type ToldStep = z.infer<typeof toldStep>;
export type TaskRow = z.infer<typeof taskRow>;
export type TaskFacts = z.infer<typeof taskFacts>;

/** A task that can be graded by what it leaves behind. */
export type VerifiedTask = TaskRow & { readonly whetstone: TaskFacts };
