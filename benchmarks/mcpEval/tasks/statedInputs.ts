import type { ToolCall } from '../rows/toolCall';
import type { CallRecord } from '../servers/callRecord';
import { jsonLeaves } from './leaves';

/**
 * Inputs that nobody could know: neither the task nor an earlier answer says them. Paths may be written in other ways, `.` is where one is.
 * @returns as `tool.argument = value`
 */
export function unstatedInputs(
  text: string,
  calls: readonly ToolCall[],
  records: readonly Pick<CallRecord, 'text'>[],
): readonly string[] {
  return calls.flatMap(({ tool_name: tool, tool_parameters: parameters }, index) => {
    const known = [text, ...records.slice(0, index).map((record) => record.text)].join('\n').toLowerCase();
    return jsonLeaves('', parameters).flatMap(({ key, value }) => {
      const said = String(value)
        .toLowerCase()
        .replace(/^\/workspace\/?/, '')
        .replace(/^\.\//, '');
      const stated = said === '' || said === '.' || said.split('\n').every((line) => known.includes(line.trim()));
      return stated ? [] : [`${tool}.${key} = ${JSON.stringify(value)}`];
    });
  });
}
