/** How a tool of a collection is called. */
import type { ToolParameter, ToolRecord } from '../types';
import { withoutReferences } from './signature';
import type { Callee } from './types';

export interface CallableTool extends Callee {
  readonly parameters: readonly ToolParameter[];
}

/** Why a tool is not called on its own; undefined: it is pure, as far as is known, and can be reached. */
export function notCallable(tool: ToolRecord): string | undefined {
  if (tool.kind === 'schema' || tool.kind === 'mcp') return 'only its schema is known';
  if (tool.source?.access === undefined) return 'nothing outside its file can call it';
  if (tool.effects.length > 0) return `it may do more than compute: ${tool.effects.join(', ')}`;
  const taken = tool.parameters.find(({ type }) => /\bCallable\b|=>|^Function$/.test(type ?? ''));
  return taken === undefined ? undefined : `${taken.name} is a function, which cannot be made up`;
}

/**
 * @param root folder of the collection
 * @returns undefined for a tool that `notCallable` gives a reason for, effects and functions as parameters left aside
 */
export function calleeOf(tool: ToolRecord, root: string): CallableTool | undefined {
  const { kind, source } = tool;
  if (kind === 'schema' || kind === 'mcp' || source?.access === undefined) return undefined;
  return {
    language: kind === 'python' ? 'python' : 'javascript',
    root,
    path: source.path,
    access: source.access,
    parameters: tool.parameters.map(normalised),
  };
}

function normalised(parameter: ToolParameter): ToolParameter {
  const schema = withoutReferences(parameter.schema);
  const single = parameter.passing === 'rest' && schema.type !== 'array';
  return { ...parameter, schema: single ? { type: 'array', items: schema } : schema };
}
