import type { Json } from '../../gateway/types';

/** A value as a text that may stand in a request: texts as they are, all else as JSON, nothing as an empty text. */
export function jsonText(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
