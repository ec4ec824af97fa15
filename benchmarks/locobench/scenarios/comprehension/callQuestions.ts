/** Who calls what. */
import type { CodeSymbol } from '../../../../runtime/repository';
import type { Draft } from '../maker';
import type { CodeFacts } from './codeFacts';
import { comprehensionDraft, sequenceOf, setOf } from './comprehensionDraft';

/** More than that nobody would list. */
const MOST = 25;

export async function callersOf(facts: CodeFacts, symbol: CodeSymbol): Promise<Draft | undefined> {
  if (!facts.isOnlyMeaning(symbol) || facts.isHandedOn(symbol)) return undefined;
  const calls = facts.callsTo(symbol);
  const paths = [...new Set(calls.map(({ path }) => path))];
  if (paths.length < 2 || paths.length > MOST || calls.some((each) => facts.isMarkup(each))) return undefined;
  const callers = await facts.callersIn(calls);
  const named = callers !== undefined;
  const names = [...new Set((callers ?? []).map((each) => each.name))];
  const { name, path } = symbol;
  return comprehensionDraft(facts, {
    kind: 'callers',
    about: symbol.id,
    title: `Who calls ${name}`,
    situation: `The function \`${name}\` is going to return something else, and every caller has to be looked at.`,
    questions: [
      setOf('files', `In which files is \`${name}\` called?`, named ? 0.5 : 1, 'paths', paths),
      ...(named
        ? [setOf('functions', `Which functions or methods have a call of \`${name}\` in them?`, 0.5, 'names', names)]
        : []),
    ],
    needed: [path, ...paths],
    symbols: [symbol],
    edges: paths.filter((each) => each !== path).map((each) => [each, path] as const),
    stubs: [{ kind: 'definition-only', files: [], answers: { files: [path], functions: [name] } }],
  });
}

export async function calledBy(facts: CodeFacts, symbol: CodeSymbol): Promise<Draft | undefined> {
  const called = (await facts.calledBy(symbol))?.filter(({ id }) => id !== symbol.id);
  if (called === undefined || called.length < 3 || called.length > MOST) return undefined;
  if (facts.index.symbolsNamed(symbol.name).length > 1) return undefined;
  const files = [...new Set(called.map(({ path }) => path))];
  const elsewhere = files.filter((each) => each !== symbol.path);
  if (elsewhere.length === 0) return undefined;
  const { name, path } = symbol;
  return comprehensionDraft(facts, {
    kind: 'called-by',
    about: symbol.id,
    title: `What ${name} calls`,
    situation: `\`${name}\` of \`${path}\` is slow, and somebody looks at what it calls itself. What stands in a callback without a name counts as its own; what stands in a function inside of it that has a name does not.`,
    questions: [
      setOf('calls', `Which functions, methods and classes of the repository does \`${name}\` call or construct directly?`, 0.5, 'names', called.map((each) => each.name)), // prettier-ignore
      setOf('files', 'In which files are they defined?', 0.5, 'paths', files),
    ],
    needed: [path, ...files],
    symbols: [symbol, ...called],
    edges: elsewhere.map((each) => [path, each] as const),
    stubs: [{ kind: 'own-file', files: [], answers: { calls: [name], files: [path] } }],
  });
}

/** The one shortest chain of calls to a function at least three calls away. */
export async function callChain(facts: CodeFacts, start: CodeSymbol): Promise<Draft | undefined> {
  if (facts.index.symbolsNamed(start.name).length > 1) return undefined;
  const ways = new Map<string, readonly CodeSymbol[] | 'several'>([[start.id, [start]]]);
  let front: readonly CodeSymbol[] = [start];
  for (let step = 1; step <= 4 && front.length > 0; step++) {
    const next = new Map<string, CodeSymbol>();
    for (const from of front) {
      const called = await facts.calledBy(from);
      if (called === undefined) return undefined;
      const way = ways.get(from.id);
      for (const to of called) {
        if (next.has(to.id)) ways.set(to.id, 'several');
        else if (!ways.has(to.id)) {
          ways.set(to.id, way === undefined || way === 'several' ? 'several' : [...way, to]);
          next.set(to.id, to);
        }
      }
    }
    front = [...next.values()];
    const ends = step < 3 ? [] : front.flatMap(({ id }) => wayTo(ways.get(id)));
    const way = ends.find((each) => new Set(each.map(({ path }) => path)).size > 1);
    const end = way?.at(-1);
    if (way === undefined || end === undefined) continue;
    const read = [...ways.keys()].flatMap((id) => facts.index.symbol(id)?.path ?? []);
    const files = way.map(({ path }) => path);
    return comprehensionDraft(facts, {
      kind: 'call-chain',
      about: `${start.id} ${end.id}`,
      title: `How ${start.name} comes to ${end.name}`,
      situation: `\`${end.name}\` of \`${end.path}\` is reached when \`${start.name}\` of \`${start.path}\` is called.`,
      questions: [
        sequenceOf(
          'chain',
          `What is the shortest chain of calls from \`${start.name}\` to \`${end.name}\`, both included?`,
          1,
          way.map(({ name }) => name),
        ),
      ],
      needed: [...files, ...read],
      symbols: way,
      edges: files.slice(1).flatMap((to, at) => (files[at] === to ? [] : [[files[at]!, to] as const])),
      stubs: [{ kind: 'ends-only', files: [], answers: { chain: [start.name, end.name] } }],
    });
  }
  return undefined;
}

/** Only where names tell its functions apart. */
function wayTo(way: readonly CodeSymbol[] | 'several' | undefined): readonly (readonly CodeSymbol[])[] {
  if (way === undefined || way === 'several') return [];
  // A method may be another class's, and a class is no call for everybody: ways over them only show that there are others.
  if (way.some(({ kind }) => kind !== 'function')) return [];
  return new Set(way.map(({ name }) => name)).size === way.length ? [way] : [];
}
