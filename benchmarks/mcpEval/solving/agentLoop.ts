/** What a model does between one message of its user and its answer: calls of real tools, until it says something without a call. */
import type { Message } from '../../../runtime/gateway/types';
import { EvaluationError } from '../../core/runs/evaluationError';
import type { Json, ModelAnswer, SolverContext } from '../../core/runs/types';
import type { EpisodeTurn } from '../../userbench/episodes/types';
import type { CallRecord } from '../servers/callRecord';
import type { TaskServers, TaskTool } from '../servers/taskServers';

/** What was said and done so far; the loop adds to it. */
export interface Talk {
  readonly messages: Message[];
  /** In the published form. */
  readonly conversation: Record<string, Json>[];
  readonly records: CallRecord[];
}

export interface AgentLoopOptions {
  readonly servers: TaskServers;
  /** Those that the model has now; others of the servers are as if they were not there. */
  readonly offered: readonly TaskTool[];
  /** Replies of the model at most. */
  readonly replies: number;
  readonly name: string;
  readonly context: Pick<SolverContext, 'generate' | 'log' | 'signal'>;
  readonly onCall: (record: CallRecord, position: number) => void;
}

/**
 * @returns the last reply; one with calls means that there were no more replies
 * @throws EvaluationError not-measured where a server ends in a call
 */
export async function agentLoop(talk: Talk, options: AgentLoopOptions): Promise<ModelAnswer> {
  const { messages, conversation, records } = talk;
  const { servers, offered, replies, name, context, onCall } = options;
  const tools = offered.map(({ name: tool, description, inputSchema }) => ({ name: tool, description, inputSchema }));
  for (let reply = 1; ; reply++) {
    const answer = await context.generate({ messages, tools, taskType: 'tool.multi', conversation: name });
    messages.push(assistantMessage(answer));
    conversation.push(assistantRow(answer));
    if (answer.toolCalls.length === 0) return answer;
    const results: CallRecord[] = [];
    for (const { name: tool, input } of answer.toolCalls) {
      const record = offered.some((each) => each.name === tool)
        ? await servers.call(tool, input, context.signal)
        : unknownTool(tool, input, offered);
      if (record.died === true) {
        throw new EvaluationError(
          'not-measured',
          `The server ${record.server ?? ''} ended in a call of ${tool}. ${record.text}`,
        );
      }
      results.push(record);
      onCall(record, records.length + results.length - 1);
    }
    records.push(...results);
    const paired = answer.toolCalls.map((call, index) => ({ call, record: results[index] }));
    messages.push({
      role: 'tool',
      content: paired.map(({ call: { id, name: tool }, record }) => ({
        ...{ type: 'tool-result' as const, id, name: tool },
        ...{ output: record?.text ?? '', isError: record?.isError ?? true },
      })),
    });
    conversation.push(
      ...paired.map(({ call, record }) => ({
        ...{ role: 'tool', tool_call_id: call.id, name: call.name, content: record?.text ?? '' },
      })),
    );
    context.log(
      `reply ${reply}: ${results.map(({ tool, isError }) => `${tool}${isError ? ' (error)' : ''}`).join(', ')}`,
    );
    if (reply >= replies) return answer;
  }
}

function unknownTool(tool: string, input: Json, offered: readonly TaskTool[]): CallRecord {
  const text = `There is no tool ${tool}. Tools: ${offered.map(({ name }) => name).join(', ')}.`;
  return { tool, input, isError: true, text, content: [], milliseconds: 0 };
}

/** A call as people see it who watch. */
export function turnOfCall({ tool, input, text, isError, milliseconds }: CallRecord, i: number): EpisodeTurn {
  const feedbackCode = isError ? 'tool_error' : 'tool_result';
  return { i, choice: tool, content: JSON.stringify(input), feedback: text, feedbackCode, reward: 0, ms: milliseconds };
}

export const textMessage = (role: 'system' | 'user', text: string): Message => ({
  role,
  content: [{ type: 'text', text }],
});

function assistantMessage({ text, toolCalls }: ModelAnswer): Message {
  const words = text === '' ? [] : [{ type: 'text' as const, text }];
  return {
    role: 'assistant',
    content: [...words, ...toolCalls.map((call) => ({ type: 'tool-call' as const, ...call }))],
  };
}

function assistantRow({ text, toolCalls }: ModelAnswer): Record<string, Json> {
  if (toolCalls.length === 0) return { role: 'assistant', content: text };
  const calls = toolCalls.map(({ id, name, input }) => ({
    ...{ id, type: 'function', function: { name, arguments: JSON.stringify(input) } },
  }));
  return { role: 'assistant', content: text, tool_calls: calls };
}
