import type { Json } from '../../core/runs/types';

/** What models and files of tasks call the workspace: the folder itself is another one each time. */
export const ALIAS = '/workspace';

/** Texts inside a value, each replaced. */
export function mapTexts(value: Json, map: (text: string) => string): Json {
  if (typeof value === 'string') return map(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((each) => mapTexts(each, map));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [map(key), mapTexts(each, map)]));
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** `/workspace` as a whole first part of a path, wherever it stands in a text. */
const aliased = /(?<![\w./-])\/workspace(?![\w.-])/g;

/** The same answer to the same call whatever the folder's name: what was paid for is found again, and runs can be compared. */
export function workspaceAlias(folder: string): {
  readonly inward: (text: string) => string;
  readonly outward: (text: string) => string;
} {
  return {
    inward: (text) => text.replace(aliased, () => folder),
    outward: (text) => text.replaceAll(folder, ALIAS),
  };
}
