import { openSyntax } from '../../syntax';
import type { CodeLanguage } from '../types';
import { compileRules, type CompiledRules } from './compileRules';
import { FactsWalk } from './factsWalk';
import { javascript } from './languages/javascript';
import { python } from './languages/python';
import { typescript, typescriptreact } from './languages/typescript';
import type { LanguageRules } from './rules';
import type { FileFacts } from './types';

const rules: Readonly<Partial<Record<CodeLanguage, LanguageRules>>> = {
  javascript,
  javascriptreact: javascript,
  python,
  typescript,
  typescriptreact,
};

/** Reads files of one language. */
export type FactsReader = (path: string, text: string) => FileFacts;

const readers = new Map<CodeLanguage, Promise<FactsReader | undefined>>();

/**
 * What reads files of a language, made when it is first asked for.
 * @throws GrammarsMissingError
 */
export function factsReader(language: CodeLanguage): Promise<FactsReader | undefined> {
  const kept = readers.get(language);
  if (kept !== undefined) return kept;
  const opening = openReader(language);
  readers.set(language, opening);
  return opening;
}

async function openReader(language: CodeLanguage): Promise<FactsReader | undefined> {
  const own = rules[language];
  if (own === undefined) return undefined;
  const syntax = await openSyntax(language);
  const compiled: CompiledRules = compileRules(own, syntax.grammar);
  return (path, text) => {
    const tree = syntax.parse(text);
    try {
      return new FactsWalk(compiled, path, text).walk(tree);
    } finally {
      tree.delete();
    }
  };
}
