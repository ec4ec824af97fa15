import type { Answer, Verdict } from '../answer';
import type { GenerateRequest } from '../types';
import { schemaMismatch } from './schemaCheck';

/** Every call names a tool of the request and fits its schema; a call is made where one was required. */
export function verifyToolCalls({ toolCalls }: Answer, { tools = [], toolChoice }: GenerateRequest): Verdict {
  const wanted = toolChoice?.kind === 'tool' ? toolChoice.name : undefined;
  if (toolCalls.length === 0 && (toolChoice?.kind === 'required' || wanted !== undefined)) {
    return { passed: false, reason: 'it calls no tool, and a call was required' };
  }
  for (const { name, input } of toolCalls) {
    const tool = tools.find((candidate) => candidate.name === name);
    if (tool === undefined) return { passed: false, reason: `it calls "${name.slice(0, 80)}", which is not a tool` };
    if (wanted !== undefined && name !== wanted) {
      return { passed: false, reason: `it calls ${name} instead of ${wanted}` };
    }
    const mismatch = schemaMismatch(tool.inputSchema, input);
    if (mismatch !== undefined) return { passed: false, reason: `its call of ${name} does not fit: ${mismatch}` };
  }
  return { passed: true };
}
