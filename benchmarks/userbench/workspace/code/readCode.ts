import { openSyntax } from '../../../../runtime/syntax';
import { readPython } from './readPython';
import { readScript } from './readScript';
import type { CodeFacts } from './types';

/** Longer ones are generated; nobody writes them as an answer. */
export const longestSource = 1_000_000;

export type SourceLanguage = 'typescript' | 'javascript' | 'python';

/** @returns the grammar of a file that facts can be read of, by its name; undefined: none */
export function sourceLanguage(
  path: string,
): { readonly grammar: string; readonly language: SourceLanguage } | undefined {
  if (/\.[cm]?ts$/.test(path)) return { grammar: 'typescript', language: 'typescript' };
  if (path.endsWith('.tsx')) return { grammar: 'typescriptreact', language: 'typescript' };
  if (/\.([cm]?js|jsx)$/.test(path)) return { grammar: 'javascript', language: 'javascript' };
  return /\.pyi?$/.test(path) ? { grammar: 'python', language: 'python' } : undefined;
}

const kept = new Map<string, CodeFacts>();
const KEPT = 2000;

/**
 * Facts of a source file. What does not parse has facts of its sound parts and is `broken`.
 * @returns undefined where there is no grammar for it, or it is too long
 * @throws GrammarsMissingError
 */
export async function readCode(path: string, text: string): Promise<CodeFacts | undefined> {
  const source = sourceLanguage(path);
  if (source === undefined || text.length > longestSource) return undefined;
  const key = `${path}\n${text}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const syntax = await openSyntax(source.grammar);
  const tree = syntax.parse(text);
  try {
    const facts =
      source.language === 'python' ? readPython(path, text, tree.rootNode) : readScript(path, text, tree.rootNode);
    // Variants of one change share most of their files.
    if (kept.size >= KEPT) kept.clear();
    if (text.length < 100_000) kept.set(key, facts);
    return facts;
  } finally {
    tree.delete();
  }
}
