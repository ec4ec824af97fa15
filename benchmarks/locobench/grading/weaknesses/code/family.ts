import type { CodeLanguage } from '../../../../../runtime/repository';

/** Languages whose trees are alike. */
export type Family = 'script' | 'python' | 'go' | 'java' | 'csharp' | 'php' | 'c';

const families: Readonly<Record<CodeLanguage, Family | undefined>> = {
  typescript: 'script',
  typescriptreact: 'script',
  javascript: 'script',
  javascriptreact: 'script',
  python: 'python',
  go: 'go',
  java: 'java',
  csharp: 'csharp',
  php: 'php',
  c: 'c',
  cpp: 'c',
  rust: undefined,
};

/** @returns undefined for a language that no rule is about */
export function familyOf(language: CodeLanguage): Family | undefined {
  return families[language];
}
