import { EvaluationError } from '../../../core/runs/evaluationError';
import type { ModelAnswer } from '../../../core/runs/types';
import type { CallRecord } from '../../servers/callRecord';
import type { TaskServers } from '../../servers/taskServers';

/** One after the other, in their order. @throws EvaluationError not-measured where a server ends: that says nothing of the model */
export async function callTools(
  calls: ModelAnswer['toolCalls'],
  servers: TaskServers,
  signal: AbortSignal,
): Promise<readonly CallRecord[]> {
  const records: CallRecord[] = [];
  for (const { name, input } of calls) {
    const record = await servers.call(name, input, signal);
    if (record.died === true) {
      const server = record.server ?? '';
      throw new EvaluationError('not-measured', `The server ${server} ended in a call of ${name}. ${record.text}`);
    }
    records.push(record);
  }
  return records;
}
