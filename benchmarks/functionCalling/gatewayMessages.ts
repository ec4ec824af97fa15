import {
  isExactObject,
  leaderboardSchema,
  plainJson,
  type Conversation,
  type ExactJson,
} from '../../runtime/functionCalling';
import type { Json, JsonSchema, Message, MessagePart, ToolDefinition } from '../../runtime/gateway/types';

/** A conversation in the gateway's form; calls and their results are matched by their order. */
export function gatewayMessages({ system, turns }: Conversation): readonly Message[] {
  let open: readonly { readonly id: string; readonly name: string }[] = [];
  let count = 0;
  const text = (value: string): readonly MessagePart[] => [{ type: 'text', text: value }];
  const messages = turns.map((turn): Message => {
    if (turn.kind === 'text') return { role: turn.role, content: text(turn.text) };
    if (turn.kind === 'calls') {
      const calls = turn.calls.map((call) => ({
        id: `call-${count++}`,
        name: call.name,
        input: plainJson(call.arguments),
      }));
      open = calls;
      return { role: 'assistant', content: calls.map((call) => ({ type: 'tool-call', ...call })) };
    }
    return {
      role: 'tool',
      content: turn.results.map((result, index) => ({
        type: 'tool-result',
        id: open[index]?.id ?? `call-${count++}`,
        name: open[index]?.name ?? 'unknown',
        output: plainJson(result),
      })),
    };
  });
  return system === undefined ? messages : [{ role: 'system', content: text(system) }, ...messages];
}

/** @param tool bare: `{name, description, parameters}` */
export function gatewayTool(tool: ExactJson): ToolDefinition {
  const member = (key: string): Json => (isExactObject(tool) ? plainJson(tool.get(key) ?? null) : null);
  const [name, description, parameters] = [member('name'), member('description'), member('parameters')];
  return {
    name: typeof name === 'string' ? name : '',
    description: typeof description === 'string' ? description : '',
    inputSchema: isSchema(parameters) ? leaderboardSchema(parameters) : { type: 'object', properties: {} },
  };
}

function isSchema(value: Json): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
