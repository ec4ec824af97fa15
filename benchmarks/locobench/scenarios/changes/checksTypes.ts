import type { CodeLanguage } from '../../../../runtime/repository';
import type { RepositoryTools } from '../types';

const compiled: Readonly<Partial<Record<CodeLanguage, readonly string[]>>> = {
  typescript: ['tsc'],
  typescriptreact: ['tsc'],
  python: ['pyright', 'mypy'],
  go: ['go vet'],
  rust: ['cargo check'],
  java: ['mvn', 'gradle', 'javac'],
  csharp: ['dotnet build'],
};

/** Whether the repository's type checker says something about files of a language. */
export function checksTypes({ typeCheck }: RepositoryTools, language: CodeLanguage): boolean {
  return typeCheck !== undefined && compiled[language]?.includes(typeCheck.title) === true;
}
