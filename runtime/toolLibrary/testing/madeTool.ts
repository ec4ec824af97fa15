import { createHash } from 'node:crypto';
import type { JsonSchema, ToolRecord } from '../types';

export interface MadeTool {
  readonly name: string;
  readonly description?: string;
  readonly kind?: ToolRecord['kind'];
  /** Type by parameter. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly returns?: string;
  /** A declaration. */
  readonly code?: string;
  readonly path?: string;
  readonly effects?: ToolRecord['effects'];
}

/** A record as extraction makes them, for tests. */
export function madeTool(made: MadeTool): ToolRecord {
  const { name, description = '', kind = made.code === undefined ? 'schema' : 'python', code, effects = [] } = made;
  const path = made.path ?? 'tools.py';
  const schema = (type: string): JsonSchema => ({ type });
  return {
    id: createHash('sha256')
      .update(JSON.stringify([kind, path, name, code, description]))
      .digest('hex')
      .slice(0, 16),
    kind,
    name,
    summary: description.split('.')[0]!,
    description,
    parameters: Object.entries(made.parameters ?? {}).map(([each, type]) => ({
      name: each,
      schema: schema(type),
      required: true,
    })),
    ...(made.returns !== undefined && { returns: { schema: schema(made.returns) } }),
    effects,
    ...(code !== undefined && {
      source: { path, start: 0, end: code.length, text: code, exported: true, asynchronous: false, access: name },
    }),
    dependencies: { helpers: [], imports: [] },
    examples: [],
    provenance: 'function',
  };
}
