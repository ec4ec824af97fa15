/** The function `interact_with_env`, and how a call of it becomes the text that an environment is told. */
import { isJsonObject } from '../../../runtime/functionCalling';
import type { ToolDefinition } from '../../../runtime/gateway/types';
import type { Json } from '../../core/runs/types';
import type { ActionChoices } from '../environments/types';
import type { Act } from './runEpisode';

export const interactName = 'interact_with_env';

/** A longer action is cut before the environment reads it. */
const longestAction = 50_000;

export function interactTool({ choices, thought }: ActionChoices): ToolDefinition {
  return {
    name: interactName,
    description: 'Does one thing in the environment; its answer is what comes of it.',
    inputSchema: {
      type: 'object',
      properties: {
        ...(thought ? { thought: { type: 'string', description: 'why you do this now' } } : {}),
        choice: { type: 'string', enum: [...choices], description: 'what you do' },
        content: { type: 'string', description: 'what you search for, say, or answer' },
      },
      required: [...(thought ? ['thought'] : []), 'choice', 'content'],
    },
  };
}

/** Whatever a model gave as input: what cannot be read is told to the environment as it is, and costs a turn. */
export function actOf(input: Json): Act {
  const fields: Readonly<Record<string, Json | undefined>> = isJsonObject(input) ? input : { content: input };
  const choice = textOf(fields.choice).trim();
  const content = textOf(fields.content);
  const prefix = `[${choice}]`;
  const text = choice === '' || content.trimStart().startsWith(prefix) ? content : `${prefix} ${content}`;
  return { choice, content, thought: textOf(fields.thought), text: text.slice(0, longestAction) };
}

const prefixed = /\[(search|action|answer|finish)\]/;

/** An action of a model that calls no tools: from the first prefix on; without one the environment says that it cannot read it. */
export function actOfText(reply: string): Act {
  const [prefix, choice = ''] = prefixed.exec(reply) ?? [];
  const text = prefix === undefined ? reply : reply.slice(reply.indexOf(prefix));
  return {
    choice,
    content: prefix === undefined ? text : text.slice(prefix.length).trim(),
    text: text.slice(0, longestAction),
  };
}

/** What is added to the instructions where no tool is offered. */
export function textForm({ choices }: ActionChoices): string {
  const forms = choices.map((choice) => `[${choice}]`).join(', ');
  return (
    `You have no tools here. Instead of calling ${interactName} write one action and nothing else: ` +
    `one of ${forms}, a blank, and then what you search for, say, or answer. Wait for what comes of it before the next.`
  );
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
