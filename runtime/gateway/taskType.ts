import type { GenerateRequest, TaskType } from './types';

/** What kind of work a request is, where its caller does not say; judged from its form, never from what its text asks for. */
export function taskTypeOf(request: GenerateRequest): TaskType {
  if (request.taskType) return request.taskType;
  switch (request.purpose) {
    case 'edit':
      return 'edit.inline';
    case 'evaluation':
      return 'judge.binary';
    case 'tool-use':
      return (request.tools?.length ?? 0) > 1 ? 'tool.multi' : 'tool.single';
    case 'chat':
      if ((request.tools?.length ?? 0) > 0) return (request.tools?.length ?? 0) > 1 ? 'tool.multi' : 'tool.single';
      return (request.maxOutputTokens ?? Infinity) <= 128 ? 'text.short' : 'chat.other';
  }
}
