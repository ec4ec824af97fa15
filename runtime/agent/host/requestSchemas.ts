/** Requests of the parent, and its answers. */
import { z } from 'zod';
import type { AgentConfig, ApprovalAnswer, McpServerConfig, WorkspaceDiagnostic } from '../protocol';
import { agentTaskSchema } from '../traces';

const id = z.string().min(1).max(500);
const names = z.array(z.string()).readonly();
const json = z.json();

/** Looked at whole where the servers are set up; here only that it is an object. */
const serverSchema = z.custom<McpServerConfig>((value) => typeof value === 'object' && value !== null);

export const agentConfigSchema: z.ZodType<AgentConfig> = z
  .object({
    roots: names,
    trusted: z.boolean(),
    project: id.optional().transform((project) => project),
    mode: z.enum(['ask', 'read-only', 'allow-writes']),
    disabledTools: names,
    maxTools: z.number().int().min(1).max(128),
    approved: names,
    localOnly: z.boolean(),
    mcpServers: z.record(z.string(), serverSchema),
    allowedServers: names,
    excluded: names,
    scripts: z.boolean(),
    traceMegabytes: z.number().positive().optional(),
  })
  .transform((config) => ({ ...config, project: config.project }));

export const runParamsSchema = z.strictObject({ id, task: agentTaskSchema });
export const resumeParamsSchema = z.strictObject({
  id,
  run: id,
  changes: z
    .strictObject({
      model: id.optional(),
      ceiling: z.number().int().nonnegative().optional(),
      maxSteps: z.number().int().min(1).max(1000).optional(),
      mode: z.enum(['ask', 'read-only', 'allow-writes']).optional(),
    })
    .optional(),
});
export const callToolParamsSchema = z.strictObject({ name: id, input: json, conversation: id, confirmed: z.boolean() });
export const controlServerParamsSchema = z.strictObject({
  name: id,
  action: z.enum(['allow', 'start', 'stop', 'restart']),
  shown: id.optional(),
});
export const listRunsParamsSchema = z.strictObject({
  before: z.number().optional(),
  limit: z.number().int().min(1).max(1000),
  project: id.optional(),
});
export const getRunParamsSchema = z.strictObject({ run: id });
export const runsParamsSchema = z.strictObject({ runs: z.array(id).max(10_000) });
export const exportParamsSchema = z.strictObject({
  runs: z.array(id).min(1).max(10_000),
  format: z.enum(['unified', 'sharegpt', 'xlam']),
});

export const approvalAnswerSchema: z.ZodType<ApprovalAnswer> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('allowed'), remember: z.enum(['once', 'conversation', 'workspace']) }),
  z.object({ kind: z.literal('refused'), reason: z.string().optional() }),
]);

export const diagnosticsSchema: z.ZodType<readonly WorkspaceDiagnostic[]> = z
  .array(
    z.object({
      path: z.string(),
      line: z.number(),
      severity: z.enum(['error', 'warning', 'information', 'hint']),
      message: z.string(),
      source: z.string().optional(),
    }),
  )
  .readonly();

export const editorToolsSchema = z.array(
  z.object({
    name: z.string().min(1),
    description: z.string(),
    inputSchema: json,
    tags: z.array(z.string()),
  }),
);
