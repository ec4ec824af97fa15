/** What a tool of a server answers, as ours: text stays text, data stays data, and what no model can read is told in a line. */
import { z } from 'zod';
import type { Json } from '../../gateway/types';
import type { ToolContent } from '../types';

const resource = z.object({
  uri: z.string(),
  mimeType: z.string().optional(),
  text: z.string().optional(),
  blob: z.string().optional(),
});

const block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.enum(['image', 'audio']), data: z.string(), mimeType: z.string() }),
  z.object({ type: z.literal('resource'), resource }),
  z.object({
    type: z.literal('resource_link'),
    uri: z.string(),
    name: z.string().optional(),
    description: z.string().optional(),
    mimeType: z.string().optional(),
  }),
]);

/** Wider than the SDK's: a block of a kind that is not known yet must not cost the answer. */
export const callResult = z.object({
  content: z.array(z.unknown()).default([]),
  structuredContent: z.json().optional(),
  isError: z.boolean().optional(),
});

export const readResult = z.object({ contents: z.array(resource) });

interface Answer {
  readonly content: readonly unknown[];
  readonly structuredContent?: Json | undefined;
}

export function contentOf({ content, structuredContent }: Answer): readonly ToolContent[] {
  const blocks = content.flatMap(toContent);
  if (structuredContent === undefined) return blocks;
  const only = blocks.length === 1 && blocks[0]?.type === 'text' ? blocks[0].text : undefined;
  if (only !== undefined && isWrapped(only, structuredContent)) return blocks;
  // Servers are asked to repeat the structure as text for clients that know no structure.
  const told = canonical(structuredContent);
  const rest = blocks.filter((each) => each.type !== 'text' || canonicalText(each.text) !== told);
  return [...rest, { type: 'json', value: structuredContent }];
}

export function resourceContent({ uri, mimeType, text, blob }: z.infer<typeof resource>): ToolContent {
  if (text !== undefined) return { type: 'text', text: `${uri}\n${text}` };
  return { type: 'blob', mediaType: mimeType ?? 'application/octet-stream', bytes: bytesOf(blob ?? ''), note: uri };
}

/** A text that libraries put into an object of one member, since structures must be objects: said twice it would cost twice. */
function isWrapped(text: string, structure: Json): boolean {
  const values: readonly Json[] = typeof structure === 'object' && structure !== null ? Object.values(structure) : [];
  const [value] = values;
  if (values.length !== 1 || value === undefined) return false;
  return value === text || canonicalText(text) === canonical(value);
}

function toContent(value: unknown): ToolContent[] {
  const parsed = block.safeParse(value);
  if (!parsed.success) return [{ type: 'text', text: '[A part of the answer is of a kind that is not known here.]' }];
  const { data } = parsed;
  switch (data.type) {
    case 'text':
      return [{ type: 'text', text: data.text }];
    case 'image':
    case 'audio':
      return [{ type: 'blob', mediaType: data.mimeType, bytes: bytesOf(data.data), note: `${data.type} of the tool` }];
    case 'resource':
      return [resourceContent(data.resource)];
    case 'resource_link': {
      const { uri, name, description, mimeType } = data;
      const about = [name, mimeType, description].filter((part) => part !== undefined && part !== '');
      return [{ type: 'text', text: `Resource ${uri}${about.length > 0 ? ` (${about.join('; ')})` : ''}` }];
    }
  }
}

/** Of base64. */
const bytesOf = (data: string) => Math.floor((data.replace(/=+$/, '').length * 3) / 4);

function canonicalText(text: string): string | undefined {
  if (!/^\s*[[{"\dtfn-]/.test(text)) return undefined;
  try {
    return canonical(z.json().parse(JSON.parse(text)));
  } catch {
    return undefined;
  }
}

function canonical(value: Json): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
