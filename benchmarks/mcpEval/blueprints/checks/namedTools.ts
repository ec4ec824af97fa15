import type { ToolDefinition } from '../../../../runtime/gateway/types';

/** Tools whose names a text holds as they are written; names that are plain words (`echo`) are not told from words. */
export function namedTools(text: string, tools: readonly Pick<ToolDefinition, 'name'>[]): readonly string[] {
  const words = new Set(text.split(/[^A-Za-z0-9_-]+/).map((word) => word.replace(/^-+|-+$/g, '')));
  return tools.flatMap(({ name }) => (/[_-]|[a-z][A-Z]/.test(name) && words.has(name) ? [name] : []));
}
