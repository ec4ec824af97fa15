import type { CodeSymbol, RepositoryIndex } from '../../../../runtime/repository';
import { seededRandom } from '../../../core/seededRandom';
import { stems, TermText } from '../core/terms';
import type { YesNo } from '../core/verdicts';
import type { TelepathyHost } from '../telepathy/telepathyHosts';
import type { TelepathyTask } from '../telepathy/telepathyTasks';

/** What is asked about a symbol, by terms, and when it is so. */
const questions: readonly (readonly [terms: string, holds: (symbol: Seen) => boolean])[] = [
  ['function', ({ symbol }) => symbol.kind === 'function'],
  ['method', ({ symbol }) => symbol.kind === 'method'],
  ['class', ({ symbol }) => symbol.kind === 'class' || symbol.kind === 'struct'],
  ['interface|trait', ({ symbol }) => symbol.kind === 'interface' || symbol.kind === 'trait'],
  ['type|alias', ({ symbol }) => ['type', 'interface', 'enum'].includes(symbol.kind)],
  ['constant|variable', ({ symbol }) => symbol.kind === 'constant' || symbol.kind === 'variable'],
  ['export|exported|public', ({ symbol }) => symbol.exported],
  ['document|documented|comment|docstring', ({ symbol }) => symbol.documentation !== undefined],
  ['parameter|argument', ({ symbol }) => (symbol.parameters ?? []).length > 0],
  ['more_than_one_parameter|several_parameters|two_parameters', ({ symbol }) => (symbol.parameters ?? []).length > 1],
  ['long|longer', ({ lines }) => lines > 20],
  ['short|shorter', ({ lines }) => lines <= 5],
  ['used|referenced|called', ({ references }) => references > 0],
  ['often|many_times|widely', ({ references }) => references > 5],
];

interface Seen {
  readonly symbol: CodeSymbol;
  readonly lines: number;
  readonly references: number;
  readonly words: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

export interface SymbolRiddles {
  readonly tasks: readonly TelepathyTask[];
  readonly host: TelepathyHost;
}

/** Symbols of a repository to be guessed: exported ones with a name that no other has. @param count at most so many */
export function workspaceSymbols(index: RepositoryIndex, seed: number, count: number): SymbolRiddles {
  const random = seededRandom(seed);
  const named = new Map<string, CodeSymbol | undefined>();
  for (const symbol of index.allSymbols()) {
    if (index.file(symbol.path)?.kind !== 'source' || symbol.container.length > 0) continue;
    named.set(symbol.name, named.has(symbol.name) ? undefined : symbol);
  }
  const unique = [...named.values()].filter((symbol) => symbol?.exported === true).map((symbol) => symbol!);
  const picked: CodeSymbol[] = [];
  while (picked.length < count && unique.length > 0) picked.push(unique.splice(random(unique.length), 1)[0]!);
  const seen = new Map(picked.map((symbol) => [symbol.id, seenOf(index, symbol)]));
  return {
    tasks: picked.map(({ id, name, kind, path }) => ({
      ...{ id, target: name, category: kind, aliases: [`${path}:${name}`] },
      description: 'It is a symbol of this repository.',
    })),
    host: {
      answer: (task, question) => Promise.resolve(answerOf(seen.get(task.id), question)),
      judge: (task, guess) => Promise.resolve([task.target, ...(task.aliases ?? [])].includes(bare(guess))),
    },
  };
}

function seenOf(index: RepositoryIndex, symbol: CodeSymbol): Seen {
  const folders = symbol.path.split('/').flatMap((part) => stems(part.replace(/\.\w+$/u, '')));
  return {
    symbol,
    lines: symbol.range.end.line - symbol.range.start.line + 1,
    references: index.referencesTo(symbol.id).length,
    words: new Set(stems(spaced(symbol.name))),
    folders: new Set(folders),
  };
}

/** Names of symbols are exact: case and all. */
function bare(guess: string): string {
  return guess
    .trim()
    .replaceAll(/^[`'"]+|[`'".]+$/gu, '')
    .replace(/\(\)$/u, '');
}

function answerOf(seen: Seen | undefined, question: string): YesNo {
  if (seen === undefined) return 'Maybe';
  const text = new TermText(question);
  const quoted = /[`'"“]([^`'"”]+)[`'"”]/u.exec(question)?.[1];
  const wanted = stems(
    spaced(quoted ?? question.replace(/^.*\b(?:contain|contains|word|called|under|in|folder|file)\b/iu, '')),
  );
  if (text.has('name|called|word|contain')) {
    return verdict(
      wanted.some((word) => seen.words.has(word)),
      text,
    );
  }
  if (text.has('folder|directory|path|under|file|module')) {
    return verdict(
      wanted.some((word) => seen.folders.has(word)),
      text,
    );
  }
  const asked = questions.filter(([terms]) => text.has(terms));
  if (asked.length === 0) return 'Maybe';
  return verdict(
    asked.every(([, holds]) => holds(seen)),
    text,
  );
}

function verdict(holds: boolean, question: TermText): YesNo {
  return holds !== question.denies ? 'Yes' : 'No';
}

function spaced(name: string): string {
  return name.replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2').replaceAll('_', ' ');
}
