/** Which grammar a language has, and which language a file is in. */
import type { CodeLanguage } from '../repository';

/** Languages that ship, by VS Code's id -> the grammar's file, which is named alike in node_modules and in dist/grammars. */
const shipped = {
  c: 'tree-sitter-c',
  cpp: 'tree-sitter-cpp',
  csharp: 'tree-sitter-c-sharp',
  go: 'tree-sitter-go',
  java: 'tree-sitter-java',
  javascript: 'tree-sitter-javascript',
  javascriptreact: 'tree-sitter-javascript',
  php: 'tree-sitter-php',
  python: 'tree-sitter-python',
  rust: 'tree-sitter-rust',
  typescript: 'tree-sitter-typescript',
  typescriptreact: 'tree-sitter-tsx',
} as const satisfies Readonly<Record<CodeLanguage, string>>;

/** Further ones that are there in development and on the command line of a clone. */
const others = {
  css: 'tree-sitter-css',
  powershell: 'tree-sitter-powershell',
  ruby: 'tree-sitter-ruby',
  shellscript: 'tree-sitter-bash',
} as const;

export type GrammarLanguage = CodeLanguage | keyof typeof others;

const grammars: Readonly<Record<GrammarLanguage, string>> = { ...shipped, ...others };

export const codeLanguages: readonly CodeLanguage[] = Object.keys(shipped).filter(isCodeLanguage);

export function isCodeLanguage(languageId: string): languageId is CodeLanguage {
  return Object.hasOwn(shipped, languageId);
}

/** Whether there is a grammar for VS Code's id of a language. It may still be missing here: see `openSyntax`. */
export function hasGrammar(languageId: string): languageId is GrammarLanguage {
  return Object.hasOwn(grammars, languageId);
}

/** Name of the grammar's file, without `.wasm`. Languages may share one. */
export function grammarOf(language: GrammarLanguage): string {
  return grammars[language];
}

const byExtension: ReadonlyMap<string, CodeLanguage> = new Map<string, CodeLanguage>([
  ['.ts', 'typescript'],
  ['.mts', 'typescript'],
  ['.cts', 'typescript'],
  ['.tsx', 'typescriptreact'],
  ['.js', 'javascript'],
  ['.mjs', 'javascript'],
  ['.cjs', 'javascript'],
  ['.jsx', 'javascriptreact'],
  ['.py', 'python'],
  ['.pyi', 'python'],
  ['.pyw', 'python'],
  ['.java', 'java'],
  ['.go', 'go'],
  ['.rs', 'rust'],
  ['.c', 'c'],
  // As C++, whose grammar takes nearly all of C: a header does not say which of the two it is.
  ['.h', 'cpp'],
  ['.cc', 'cpp'],
  ['.cpp', 'cpp'],
  ['.cxx', 'cpp'],
  ['.hh', 'cpp'],
  ['.hpp', 'cpp'],
  ['.hxx', 'cpp'],
  ['.inl', 'cpp'],
  ['.cs', 'csharp'],
  ['.php', 'php'],
  ['.phtml', 'php'],
]);

/**
 * The language of a file by its name.
 * @returns undefined where there is no grammar that ships
 */
export function languageOfFile(path: string): CodeLanguage | undefined {
  const dot = path.lastIndexOf('.');
  if (dot <= path.lastIndexOf('/') + 1) return undefined;
  return byExtension.get(path.slice(dot).toLowerCase());
}
