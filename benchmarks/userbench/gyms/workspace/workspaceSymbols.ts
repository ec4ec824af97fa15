import { z } from 'zod';
import type { CodeSymbol, RepositoryIndex } from '../../../../runtime/repository';
import { seededRandom } from '../../../core/seededRandom';
import { stems, TermText } from '../core/terms';
import type { YesNo } from '../core/verdicts';
import type { TelepathyHost } from '../telepathy/telepathyHosts';
import type { TelepathyTask } from '../telepathy/telepathyTasks';

/** What is known of a symbol when questions about it are answered; the form of such tasks in sets. */
export const symbolFacts = z.array(
  z.object({
    ...{ id: z.string(), name: z.string().min(1), path: z.string(), kind: z.string() },
    ...{ exported: z.boolean(), documented: z.boolean() },
    ...{ parameters: z.number().int(), lines: z.number().int(), references: z.number().int() },
  }),
);
export type SymbolFacts = z.output<typeof symbolFacts>[number];

/** What is asked about a symbol, by terms, and when it is so. */
const questions: readonly (readonly [terms: string, holds: (symbol: SymbolFacts) => boolean])[] = [
  ['function', ({ kind }) => kind === 'function'],
  ['method', ({ kind }) => kind === 'method'],
  ['class', ({ kind }) => kind === 'class' || kind === 'struct'],
  ['interface|trait', ({ kind }) => kind === 'interface' || kind === 'trait'],
  ['type|alias', ({ kind }) => ['type', 'interface', 'enum'].includes(kind)],
  ['constant|variable', ({ kind }) => kind === 'constant' || kind === 'variable'],
  ['export|exported|public', ({ exported }) => exported],
  ['document|documented|comment|docstring', ({ documented }) => documented],
  ['parameter|argument', ({ parameters }) => parameters > 0],
  ['more_than_one_parameter|several_parameters|two_parameters', ({ parameters }) => parameters > 1],
  ['long|longer', ({ lines }) => lines > 20],
  ['short|shorter', ({ lines }) => lines <= 5],
  ['used|referenced|called', ({ references }) => references > 0],
  ['often|many_times|widely', ({ references }) => references > 5],
];

export interface SymbolRiddles {
  readonly tasks: readonly TelepathyTask[];
  readonly host: TelepathyHost;
}

/** Symbols of a repository to be guessed: exported ones with a name that no other has. @param count at most so many */
export function workspaceSymbols(index: RepositoryIndex, seed: number, count: number): readonly SymbolFacts[] {
  const random = seededRandom(seed);
  const named = new Map<string, CodeSymbol | undefined>();
  for (const symbol of index.allSymbols()) {
    if (index.file(symbol.path)?.kind !== 'source' || symbol.container.length > 0) continue;
    named.set(symbol.name, named.has(symbol.name) ? undefined : symbol);
  }
  const unique = [...named.values()].flatMap((symbol) => (symbol?.exported === true ? [symbol] : []));
  const picked: CodeSymbol[] = [];
  while (picked.length < count && unique.length > 0) picked.push(unique.splice(random(unique.length), 1)[0]!);
  return picked.map(({ id, name, path, kind, exported, documentation, parameters = [], range }) => ({
    ...{ id, name, path, kind, exported, documented: documentation !== undefined, parameters: parameters.length },
    lines: range.end.line - range.start.line + 1,
    references: index.referencesTo(id).length,
  }));
}

export function symbolRiddles(symbols: readonly SymbolFacts[]): SymbolRiddles {
  const seen = new Map(symbols.map((symbol) => [symbol.id, symbol]));
  return {
    tasks: symbols.map(({ id, name, kind, path }) => ({
      ...{ id, target: name, category: kind, aliases: [`${path}:${name}`] },
      description: 'It is a symbol of this repository.',
    })),
    host: {
      answer: (task, question) => Promise.resolve(answerOf(seen.get(task.id), question)),
      judge: (task, guess) => Promise.resolve([task.target, ...(task.aliases ?? [])].includes(bare(guess))),
    },
  };
}

/** Names of symbols are exact: case and all. */
function bare(guess: string): string {
  return guess
    .trim()
    .replaceAll(/^[`'"]+|[`'".]+$/gu, '')
    .replace(/\(\)$/u, '');
}

function answerOf(symbol: SymbolFacts | undefined, question: string): YesNo {
  if (symbol === undefined) return 'Maybe';
  const text = new TermText(question);
  const quoted = /[`'"“]([^`'"”]+)[`'"”]/u.exec(question)?.[1];
  const wanted = stems(
    spaced(quoted ?? question.replace(/^.*\b(?:contain|contains|word|called|under|in|folder|file)\b/iu, '')),
  );
  if (text.has('name|called|word|contain')) {
    const words = new Set(stems(spaced(symbol.name)));
    return verdict(
      wanted.some((word) => words.has(word)),
      text,
    );
  }
  if (text.has('folder|directory|path|under|file|module')) {
    const folders = new Set(symbol.path.split('/').flatMap((part) => stems(part.replace(/\.\w+$/u, ''))));
    return verdict(
      wanted.some((word) => folders.has(word)),
      text,
    );
  }
  const asked = questions.filter(([terms]) => text.has(terms));
  if (asked.length === 0) return 'Maybe';
  return verdict(
    asked.every(([, holds]) => holds(symbol)),
    text,
  );
}

function verdict(holds: boolean, question: TermText): YesNo {
  return holds !== question.denies ? 'Yes' : 'No';
}

function spaced(name: string): string {
  return name.replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2').replaceAll('_', ' ');
}
