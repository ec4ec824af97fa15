import { openSyntax } from '../../syntax';
import type { CodeLanguage } from '../types';
import { compileRules, type CompiledRules } from './compileRules';
import { FactsWalk } from './factsWalk';
import { c } from './languages/c';
import { cpp } from './languages/cpp';
import { csharp } from './languages/csharp';
import { go } from './languages/go';
import { java } from './languages/java';
import { php } from './languages/php';
import { rust } from './languages/rust';
import { javascript } from './languages/javascript';
import { python } from './languages/python';
import { typescript, typescriptreact } from './languages/typescript';
import type { LanguageRules } from './rules';
import type { FileFacts } from './types';

const rules: Readonly<Record<CodeLanguage, LanguageRules>> = {
  c,
  cpp,
  csharp,
  go,
  java,
  php,
  rust,
  javascript,
  javascriptreact: javascript,
  python,
  typescript,
  typescriptreact,
};

/** Reads files of one language. */
export type FactsReader = (path: string, text: string) => FileFacts;

const readers = new Map<CodeLanguage, Promise<FactsReader>>();

/**
 * What reads files of a language, made when it is first asked for.
 * @throws GrammarsMissingError
 */
export function factsReader(language: CodeLanguage): Promise<FactsReader> {
  const kept = readers.get(language);
  if (kept !== undefined) return kept;
  const opening = openReader(language);
  readers.set(language, opening);
  return opening;
}

async function openReader(language: CodeLanguage): Promise<FactsReader> {
  const syntax = await openSyntax(language);
  const compiled: CompiledRules = compileRules(rules[language], syntax.grammar);
  return (path, text) => {
    const tree = syntax.parse(text);
    try {
      return new FactsWalk(compiled, path, text).walk(tree);
    } finally {
      tree.delete();
    }
  };
}
