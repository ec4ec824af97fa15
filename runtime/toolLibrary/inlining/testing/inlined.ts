import { inlineAdapters } from '../inlineAdapters';
import type { InlineOptions, Inlining } from '../types';

/** Inlines in files that are nowhere on the disk. */
export function inlined(
  texts: Readonly<Record<string, string>>,
  options: Partial<Omit<InlineOptions, 'texts'>> = {},
): Promise<Inlining> {
  return inlineAdapters({ root: '/nowhere', texts: new Map(Object.entries(texts)), ...options });
}
