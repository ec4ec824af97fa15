/** Tools and a call of one of them, as a chat with tools has them. */
import { callGrammar, conversationOf, xlamPrompt, type PromptPiece } from '../../../runtime/functionCalling';
import type { ToolDefinition } from '../../../runtime/gateway/types';

const text = { type: 'string' } as const;

const first: ToolDefinition = {
  name: 'search_files',
  description: 'Finds text in the files of the workspace by a regular expression.',
  inputSchema: {
    type: 'object',
    properties: {
      pattern: { ...text, description: 'Regular expression of ECMAScript' },
      include: { ...text, description: 'Glob of the files that are searched' },
      limit: { type: 'integer', minimum: 1, maximum: 1000 },
      words: { type: 'boolean' },
    },
    required: ['pattern', 'include', 'limit'],
  },
};

/** As many tools as asked for; all but the first are variations of what workspaces and services offer. */
export function manyTools(count: number): readonly ToolDefinition[] {
  const verbs = ['read', 'list', 'update', 'remove', 'export', 'import', 'rename', 'compare', 'archive', 'verify'];
  const things = [
    'invoice',
    'branch',
    'ticket',
    'calendar',
    'customer',
    'pipeline',
    'document',
    'package',
    'release',
    'sensor',
  ];
  const places = ['in the cloud', 'of a project'];
  const others = places.flatMap((place) =>
    things.flatMap((thing) =>
      verbs.map((verb): ToolDefinition => ({
        name: `${verb}_${thing}_${place.split(' ').at(-1) ?? ''}`,
        description: `${verb} a ${thing} ${place}, by its identifier, with the fields that are given.`,
        inputSchema: {
          type: 'object',
          properties: {
            identifier: { ...text, description: `Of the ${thing}` },
            fields: { type: 'array', items: text },
            kind: { enum: ['full', 'short', thing] },
            revision: { type: 'integer', minimum: 0 },
          },
          required: ['identifier'],
        },
      })),
    ),
  );
  return [first, ...others].slice(0, count);
}

export const question = 'Where is the limit of the retries read from the settings, in which files of the workspace?';

/** What the model of the benchmark says: a call of the first tool, under xLAM's grammar. */
export const saidCall =
  '[{"name": "search_files", "arguments": {"pattern": "\\\\b(retry|backoff)Limit\\\\s*[:=]|process.env.MAX_ATTEMPTS?", ' +
  '"include": "src/config/**/*.ts,packages/http-client/lib/**", "limit": 250, "words": true}}]';

export function grammarOf(tools: readonly ToolDefinition[]): string {
  const { gbnf } = callGrammar(tools, { syntax: 'xlam', maxCalls: 4 });
  if (gbnf === undefined) throw new Error('The tools have no grammar');
  return gbnf;
}

export function promptOf(tools: readonly ToolDefinition[]): readonly PromptPiece[] {
  const asked = [{ role: 'user', content: [{ type: 'text', text: question }] }] as const;
  return xlamPrompt(conversationOf(asked, tools), 'xlam-qwen');
}
