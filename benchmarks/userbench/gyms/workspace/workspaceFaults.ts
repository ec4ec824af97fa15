import type { CodeSymbol, RepositoryIndex } from '../../../../runtime/repository';
import { seededRandom } from '../../../core/seededRandom';
import type { TurtleTask } from '../turtle/turtleTasks';
import { exportedFunctions, nameTerm } from './exportedFunctions';

/** Functions that are told as possible places; one of them has the fault. */
const places = 8;
const longestFunction = 40;

interface FaultKind {
  readonly title: string;
  /** What asks for it and what says it; see `core/terms.ts`. */
  readonly terms: string;
  readonly find: RegExp;
  readonly swap: (found: string) => string;
}

const kinds: readonly FaultKind[] = [
  {
    title: 'a comparison',
    terms: 'comparison|compare|boundary|less|greater|off_by_one',
    find: /(?<=\s)(?:<=|>=|<|>)(?=\s)/gu,
    swap: (found) => ({ '<': '<=', '<=': '<', '>': '>=', '>=': '>' })[found] ?? found,
  },
  {
    title: 'an equality',
    terms: 'equality|inequality|unequal',
    find: /(?<=\s)(?:===|!==|==|!=)(?=\s)/gu,
    swap: (found) => (found.startsWith('!') ? found.replace('!', '=') : found.replace('=', '!')),
  },
  {
    title: 'a logical operator',
    terms: 'logical|boolean|conjunction|disjunction',
    find: /(?<=\s)(?:&&|\|\||and|or)(?=\s)/gu,
    swap: (found) => ({ '&&': '||', '||': '&&', and: 'or', or: 'and' })[found] ?? found,
  },
  {
    title: 'an operator of arithmetic',
    terms: 'arithmetic|plus|minus|addition|subtraction|sum|multiplication|division',
    find: /(?<=[\w)]\s)[-+*](?=\s[\w(])/gu,
    swap: (found) => ({ '+': '-', '-': '+', '*': '+' })[found] ?? found,
  },
];

/**
 * Riddles of a fault: one of some functions was changed in one place; which, and what kind of place, is to be found by questions. The
 * fault is only told, nothing is changed or run. @param count at most so many
 */
export function workspaceFaults(index: RepositoryIndex, seed: number, count: number): readonly TurtleTask[] {
  const random = seededRandom(seed);
  const functions: CodeSymbol[] = [];
  for (const { symbol } of exportedFunctions(index, seed)) {
    // A name of one short word would be found in any question.
    if (nameTerm(symbol.name).length < 4 || symbol.range.end.line - symbol.range.start.line > longestFunction) continue;
    functions.push(symbol);
    if (functions.length >= 8 * count) break;
  }
  if (functions.length < places) return [];
  const tasks: TurtleTask[] = [];
  for (const symbol of functions) {
    if (tasks.length >= count) break;
    const fault = faultIn(index, symbol, random);
    if (fault === undefined) continue;
    const rest = functions.filter(({ id }) => id !== symbol.id);
    const others = Array.from({ length: places - 1 }, () => rest.splice(random(rest.length), 1)[0]!);
    tasks.push(riddle(`fault-${seed}-${tasks.length + 1}`, symbol, others, fault));
  }
  return tasks;
}

interface Fault {
  readonly kind: FaultKind;
  readonly was: string;
  readonly became: string;
}

function faultIn(
  index: RepositoryIndex,
  { path, range }: CodeSymbol,
  random: (below: number) => number,
): Fault | undefined {
  const lines = index
    .text(path)
    .split('\n')
    .slice(range.start.line, range.end.line + 1);
  const found = lines.flatMap((line) =>
    // Types and comments have arrows and signs too.
    /^\s*(?:\/\/|\*|\/\*|#|export|import|function|def|type|interface)/u.test(line)
      ? []
      : kinds.flatMap((kind) =>
          [...line.matchAll(kind.find)].map(([was]): Fault => ({ kind, was, became: kind.swap(was) })),
        ),
  );
  return found.length === 0 ? undefined : found[random(found.length)];
}

function riddle(
  id: string,
  symbol: CodeSymbol,
  others: readonly CodeSymbol[],
  { kind, was, became }: Fault,
): TurtleTask {
  const all = [symbol, ...others].sort((one, other) => (one.id < other.id ? -1 : 1));
  const files = [...new Set(all.map(({ path }) => path))];
  const list = all.map(({ name, path }) => `${name} (${path})`).join(', ');
  const sorts = kinds.map(({ title }) => title).join(', ');
  return {
    id,
    title: 'Wrong since yesterday',
    surface:
      `Since yesterday’s commit some results are wrong. One of these functions was changed in one place: ${list}. ` +
      `What was changed there is one of: ${sorts}. Which function is it, and what was changed?`,
    bottom: `In ${symbol.path} the function ${symbol.name} has ${kind.title} turned round: ${was} became ${became}.`,
    criteria: [
      { statement: `The function is ${symbol.name}`, weight: 0.6, terms: nameTerm(symbol.name) },
      { statement: `What was changed is ${kind.title}`, weight: 0.4, terms: kind.terms },
    ],
    facts: [
      ...all.map(({ name }) => ({ terms: nameTerm(name), answer: yes(name === symbol.name) })),
      ...files.map((path) => ({ terms: nameTerm(path), answer: yes(path === symbol.path) })),
      ...kinds.map(({ terms }) => ({ terms, answer: yes(terms === kind.terms) })),
    ],
    alternatives: [all.map(({ name }) => nameTerm(name)), kinds.map(({ terms }) => terms)],
  };
}

function yes(holds: boolean): 'Yes' | 'No' {
  return holds ? 'Yes' : 'No';
}
