import type { CodeLanguage } from '../../../../runtime/repository';

/**
 * The statement of a body that is not written yet; compilers accept it whatever the function returns, except in C and C++, where it ends
 * the program (`<stdlib.h>` has to be included).
 */
export function stubBody(language: CodeLanguage): string {
  return stubs[language];
}

const thrown = "throw new Error('not implemented');";

const stubs: Readonly<Record<CodeLanguage, string>> = {
  typescript: thrown,
  typescriptreact: thrown,
  javascript: thrown,
  javascriptreact: thrown,
  python: 'raise NotImplementedError()',
  java: 'throw new UnsupportedOperationException("not implemented");',
  go: 'panic("not implemented")',
  rust: 'todo!()',
  c: 'abort();',
  cpp: 'abort();',
  csharp: 'throw new System.NotImplementedException();',
  php: "throw new \\LogicException('not implemented');",
};
