import type { CodeSymbol, RepositoryIndex } from '../../../../runtime/repository';
import { seededRandom } from '../../../core/seededRandom';
import type { SearchTask } from '../search/searchTasks';
import type { TextDocument } from '../search/textIndex';

export interface CodeQuestions {
  readonly tasks: readonly SearchTask[];
  readonly documents: readonly TextDocument[];
}

/** Questions about a repository whose answer is one path or one name, and its source files as documents. @param count at most so many */
export function workspaceQuestions(index: RepositoryIndex, seed: number, count: number): CodeQuestions {
  const random = seededRandom(seed);
  const files = index.files().filter(({ kind, skipped }) => kind === 'source' && skipped === undefined);
  const symbols = files.flatMap(({ path }) => index.symbols(path)).filter(({ container }) => container.length === 0);
  const byName = counted(symbols.map(({ name }) => name));
  const unique = symbols.filter(({ name, exported }) => exported && byName.get(name) === 1);
  const sentences = counted(unique.flatMap((symbol) => sentenceOf(symbol) ?? []));
  const rest = [...unique];
  const tasks: SearchTask[] = [];
  const add = (task: Omit<SearchTask, 'id'>) => tasks.push({ id: `code-${seed}-${tasks.length + 1}`, ...task });
  // Symbol by symbol, since looking for callers takes its time: all that can be asked about each, while more are wanted.
  while (tasks.length < count && rest.length > 0) {
    const symbol = rest.splice(random(rest.length), 1)[0]!;
    const sentence = sentenceOf(symbol);
    const described = sentence !== undefined && sentences.get(sentence) === 1;
    for (const task of questionsAbout(index, symbol, described ? sentence : undefined).slice(0, count - tasks.length))
      add(task);
  }
  return { tasks, documents: files.map(({ path }) => documentOf(index, path)) };
}

function questionsAbout(
  index: RepositoryIndex,
  symbol: CodeSymbol,
  sentence: string | undefined,
): readonly Omit<SearchTask, 'id'>[] {
  const { id, kind, name, path } = symbol;
  const callers = new Set(
    index.referencesTo(id).flatMap((one) => (one.role === 'call' && one.path !== path ? [one.path] : [])),
  );
  const [caller] = callers;
  return [
    { question: `In which file is the ${kind} ${name} defined?`, answer: path },
    ...(sentence === undefined ? [] : [{ question: `Which ${kind} is described so: “${sentence}”?`, answer: name }]),
    ...(caller !== undefined && callers.size === 1
      ? [{ question: `Which is the only other file that calls ${name}?`, answer: caller }]
      : []),
  ];
}

/** What a file defines and calls, so that it can be found by either. */
function documentOf(index: RepositoryIndex, path: string): TextDocument {
  const symbols = index.symbols(path).map((symbol) => `${symbol.signature}  ${sentenceOf(symbol) ?? ''}`.trimEnd());
  const calls = new Set(index.referencesIn(path).flatMap(({ name, role }) => (role === 'call' ? [name] : [])));
  const text = `defines:\n${symbols.join('\n')}\ncalls: ${[...calls].join(', ')}`;
  return { title: path, text: text.slice(0, longest) };
}

const longest = 6000;

/** The first sentence of its documentation, without signs of comments. */
function sentenceOf({ documentation, name }: CodeSymbol): string | undefined {
  const text = documentation
    ?.replaceAll(/^\s*(?:\/\*\*?|\*\/|\*|\/\/\/?|#|"""|''')\s?|\*\/\s*$|"""$/gmu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  const [sentence = ''] = /^[^.]{30,240}?(?=\.(?:\s|$)|$)/u.exec(text ?? '') ?? [];
  // One that says the name itself asks for nothing.
  return sentence === '' || sentence.includes(name) || sentence.includes('@') ? undefined : sentence;
}

function counted(items: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
