import { z } from 'zod';
import type { JsonSchema } from '../gateway/types';
import { ToolError } from './toolError';
import type { SourceTool, ToolContext, ToolPreview, ToolResult, ToolRisk } from './types';

export interface ToolParts<S extends z.ZodObject> {
  /** verb_noun. */
  readonly name: string;
  readonly title: string;
  /** What it does and when to use it, in few words: small models read it with every request. */
  readonly description: string;
  readonly input: S;
  readonly risk: ToolRisk;
  readonly timeoutMs?: number | undefined;
  readonly preview?: ((input: z.infer<S>, context: ToolContext, given: object) => Promise<ToolPreview>) | undefined;
  /** `given`: the object of the call, the same for preview and run. */
  readonly run: (input: z.infer<S>, context: ToolContext, given: object) => Promise<ToolResult>;
}

/** A tool whose input is described once, by zod: the JSON Schema and the types come from it. */
export function defineTool<S extends z.ZodObject>({ input, preview, run, ...parts }: ToolParts<S>): SourceTool {
  const { $schema: _, ...inputSchema } = z.toJSONSchema(input, { io: 'input' }) as JsonSchema;
  return {
    ...parts,
    inputSchema,
    ...(preview !== undefined && {
      preview: async (given, context) => preview(parsed(input, given), context, objectOf(given)),
    }),
    run: async (given, context) => run(parsed(input, given), context, objectOf(given)),
  };
}

/** A result of one text. */
export function textResult(
  text: string,
  { changed = false, cut }: { changed?: boolean; cut?: string | undefined } = {},
): ToolResult {
  return { content: [{ type: 'text', text }], isError: false, changed, ...(cut !== undefined && { cut }) };
}

function parsed<S extends z.ZodObject>(schema: S, given: unknown): z.infer<S> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new ToolError(`The arguments are wrong. ${z.prettifyError(result.error)}`);
}

function objectOf(given: unknown): object {
  return typeof given === 'object' && given !== null ? given : {};
}
