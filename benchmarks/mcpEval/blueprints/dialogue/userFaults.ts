import type { ToolDefinition } from '../../../../runtime/gateway/types';
import { namedTools } from '../checks/namedTools';
import type { Remark } from './types';

const LONGEST = 2_000;

/** The person speaks like the assistant, or of how it was told to speak. */
const outOfRole: readonly RegExp[] = [
  /\bas an? (?:ai|assistant|language model)\b/i,
  /\bhow (?:can|may) i (?:help|assist) you\b/i,
  /\b(?:my|the|these|your) (?:instructions?|brief|role) (?:say|says|tell|tells|is to|are to)\b/i,
  /\b(?:simulated|role-?play)/i,
];

/** A call that is written out is none of a person's words. */
const callForm = /["']?(?:tool_calls|tool_name|tool_parameters|arguments)["']?\s{0,4}:\s{0,4}[{["']/i;

/** What is wrong with something that a simulated person wants to say, seen without knowing what is expected. */
export function userFaults(
  text: string,
  remarks: readonly Remark[],
  tools: readonly Pick<ToolDefinition, 'name'>[],
): readonly string[] {
  const heard = remarks
    .filter(({ by }) => by === 'agent')
    .map((remark) => remark.text)
    .join('\n');
  const known = new Set(namedTools(heard, tools));
  const faults: string[] = [];
  if (text.trim() === '') faults.push('says-nothing');
  if (text.length > LONGEST) faults.push('too-long');
  if (namedTools(text, tools).some((name) => !known.has(name))) faults.push('names-tool');
  if (callForm.test(text)) faults.push('writes-call');
  if (outOfRole.some((sign) => sign.test(text))) faults.push('out-of-role');
  if (remarks.some(({ by, text: said }) => by === 'user' && said.trim() === text.trim())) faults.push('repeats-itself');
  return faults;
}
