/** A server's resources as a tool, since models ask for things by calling. */
import type { Json } from '../../gateway/types';
import { ToolError } from '../toolError';
import type { SourceTool, ToolContext, ToolResult, ToolRisk } from '../types';
import type { ListedResource } from './listTools';

export const RESOURCE_TOOL = 'read_resource';

const SHOWN = 20;

export function resourceTool(
  server: string,
  resources: readonly ListedResource[],
  risk: ToolRisk,
  read: (uri: string, context: ToolContext) => Promise<ToolResult>,
): SourceTool {
  const lines = resources
    .slice(0, SHOWN)
    .map(
      ({ uri, name, description }) =>
        `- ${uri}${[name, description].map((part) => (part === '' ? '' : `: ${part}`)).join('')}`,
    );
  const more = resources.length > SHOWN ? ['- and others'] : [];
  return {
    name: RESOURCE_TOOL,
    title: `Read a resource of ${server}`,
    description: [`Reads a resource of the server "${server}" by its URI. It has:`, ...lines, ...more].join('\n'),
    inputSchema: {
      type: 'object',
      properties: { uri: { type: 'string', description: 'URI of the resource, placeholders filled in' } },
      required: ['uri'],
      additionalProperties: false,
    },
    risk,
    run: (input, context) => read(uriOf(input), context),
  };
}

function uriOf(input: Json): string {
  const uri = typeof input === 'object' && input !== null && 'uri' in input ? input.uri : undefined;
  if (typeof uri === 'string' && uri !== '') return uri;
  throw new ToolError('Give the URI of a resource as "uri".');
}
