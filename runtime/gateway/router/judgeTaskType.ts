import type { GenerateRequest, TaskType } from '../types';
import { instructionOf, trailingToolResults } from './features/requestText';

/**
 * Kind of work of a request, by cheap rules on what it is for, its tools, its output and the words of its instruction.
 * Words choose among kinds of one purpose only; they can never change the purpose, a model or a budget.
 */
export function judgeTaskType(request: GenerateRequest): TaskType {
  if (request.taskType !== undefined) return request.taskType;
  const instruction = instructionOf(request);
  switch (request.purpose) {
    case 'evaluation':
      return /\b(?:which|better|prefer|compare|versus|vs\.?|answer [ab12]\b|response [ab12]\b)/i.test(instruction)
        ? 'judge.pairwise'
        : 'judge.binary';
    case 'tool-use':
      return (request.tools?.length ?? 0) > 1 || trailingToolResults(request).length > 0 ? 'tool.multi' : 'tool.single';
    case 'edit':
      return /\b(?:files|across|everywhere|all (?:usages|callers|places)|rename|project|repository|migrate)\b/i.test(
        instruction,
      )
        ? 'edit.multi'
        : 'edit.inline';
    case 'chat':
      return chatTask(request, instruction);
  }
}

function chatTask(request: GenerateRequest, instruction: string): TaskType {
  if (/\b(?:commit message|title|summar(?:y|ise|ize) in (?:one|a) (?:line|sentence)|name for)\b/i.test(instruction)) {
    return 'text.short';
  }
  if ((request.tools?.length ?? 0) > 0 && request.toolChoice?.kind !== 'none') return 'tool.multi';
  if (
    /\b(?:design|architect\w*|trade-?offs?|plan|propose|approach|should (?:we|i) (?:use|choose))\b/i.test(instruction)
  ) {
    return 'chat.design';
  }
  if (/\b(?:explain|what (?:does|is|are)|why|how does|describe|understand)\b/i.test(instruction)) return 'chat.explain';
  return 'chat.other';
}
