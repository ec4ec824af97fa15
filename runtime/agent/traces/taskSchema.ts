/** An agent's task as it comes from other processes and from the disk. */
import { z } from 'zod';
import { messageSchema } from '../../gateway/requestSchema';
import type { AgentTask } from '../types';

const name = z.string().min(1).max(500);

export const agentTaskSchema: z.ZodType<AgentTask> = z.strictObject({
  prompt: z.string().min(1),
  model: name,
  conversation: name,
  history: z.array(messageSchema).readonly().optional(),
  attachments: z
    .array(z.strictObject({ title: z.string(), text: z.string() }))
    .readonly()
    .optional(),
  mode: z.enum(['ask', 'read-only', 'allow-writes']),
  tools: z.array(name).readonly().optional(),
  maxSteps: z.number().int().min(1).max(1000).optional(),
  localOnly: z.boolean().optional(),
  project: name.optional(),
  ceiling: z.number().int().nonnegative().optional(),
});
