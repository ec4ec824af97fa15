import { placeOf } from './libraryItems';
import type { ToolRecord } from '../../runtime/toolLibrary/types';

/** Finds tools by their id, their name, or `file#name` with as much of the path as is needed. */
export function toolReferences(tools: readonly ToolRecord[]): (reference: string) => readonly string[] {
  const named = new Map<string, string[]>();
  const add = (name: string, id: string) => {
    const ids = named.get(name);
    if (ids === undefined) named.set(name, [id]);
    else if (!ids.includes(id)) ids.push(id);
  };
  for (const tool of tools) {
    add(tool.id, tool.id);
    add(tool.name, tool.id);
    const access = tool.source?.access;
    if (access !== undefined) add(access, tool.id);
    const parts = placeOf(tool).split('/');
    for (let from = 0; from < parts.length; from++) add(parts.slice(from).join('/'), tool.id);
  }
  return (reference) => {
    const found = named.get(reference);
    if (found !== undefined || !reference.includes('#')) return found ?? [];
    // The collection may be a folder of the one that was meant.
    const [, ...rest] = reference.split('/');
    for (let from = 0; from < rest.length; from++) {
      const shorter = named.get(rest.slice(from).join('/'));
      if (shorter !== undefined) return shorter;
    }
    return [];
  };
}
