import type { ToolRecord } from '../types';
import { summaryOf, withId } from '../extraction';
import type { ScriptTool } from './types';

/** What every call of a script gives. */
export const scriptReturns: ToolRecord['returns'] = {
  schema: {
    type: 'object',
    properties: { exitCode: { type: 'integer' }, stdout: { type: 'string' }, stderr: { type: 'string' } },
    required: ['exitCode', 'stdout', 'stderr'],
  },
};

/** A script as a record of the library: schema only, since it is called by a line of shell and by nothing else. */
export function scriptRecord(tool: ScriptTool): ToolRecord {
  const { kind, name, parameters, effects, source, precondition, outcome } = tool;
  const needs = [...precondition.programs, ...precondition.paths];
  const description = `${tool.description}\n\nNeeds: ${needs.length === 0 ? 'nothing' : needs.join(', ')}. ${outcome.description}`;
  return withId({
    ...{ kind: 'schema', name, description, parameters, effects, source, examples: [] },
    summary: summaryOf(tool.description),
    returns: { ...scriptReturns, description: outcome.description },
    dependencies: { helpers: [], imports: [] },
    provenance: `script:${kind}`,
  });
}
