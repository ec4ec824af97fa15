/** Questions about functions, classes and values, with computed answers. Nothing is run, and no model is asked. */
import { shuffle } from '../context/buildContext';
import type { Draft, MakerInput, ScenarioMaker } from '../maker';
import { calledBy, callChain, callersOf } from './callQuestions';
import { CodeFacts } from './codeFacts';
import { definitionOf, unusedExports, usersOfClass } from './definitionQuestions';
import { effectsIn, valueOf } from './valueQuestions';

type Drafts = AsyncGenerator<Draft, undefined>;

export const comprehensionMaker: ScenarioMaker = {
  category: 'code_comprehension',
  async *drafts({ index, random, reject, signal }: MakerInput): AsyncIterable<Draft> {
    const facts = new CodeFacts(index);
    const functions = shuffle(facts.functions, random);
    const symbols = shuffle([...index.allSymbols()], random);
    const paths = shuffle([...new Set(facts.functions.map(({ path }) => path))], random);
    const refuse = (kind: string, subject: string) =>
      reject({
        category: 'code_comprehension',
        kind,
        subject,
        reason: 'ambiguous',
        detail: 'the index does not know one answer for certain, or too little is asked',
      });
    const of = <T>(
      kind: string,
      items: readonly T[],
      name: (item: T) => string,
      make: (item: T, at: number) => Draft | undefined | Promise<Draft | undefined>,
    ) =>
      // prettier-ignore
      perItem(items, make, (item) => refuse(kind, name(item)));
    const constants = symbols.filter(({ kind, path }) => kind === 'constant' && facts.isSource(path));
    const classes = symbols.filter(({ kind, path }) => kind === 'class' && facts.isSource(path));
    yield* inTurn(
      [
        of('callers', functions, ({ id }) => id, (each) => callersOf(facts, each)),
        of('called-by', functions, ({ id }) => id, (each) => calledBy(facts, each)),
        of('call-chain', functions, ({ id }) => id, (each) => callChain(facts, each)),
        of('definition', functions, ({ id }) => id, (each) => definitionOf(facts, each)),
        of('constructed-in', classes, ({ id }) => id, (each) => usersOfClass(facts, each)),
        of('unused-exports', paths, (each) => each, (each) => unusedExports(facts, each)),
        of('value-of-constant', constants, ({ id }) => id, (each) => valueOf(facts, each)),
        of('effects', paths, (each) => each, (each, at) => effectsIn(facts, each, at)),
      ], // prettier-ignore
      signal,
    );
  },
};

async function* perItem<T>(
  items: readonly T[],
  make: (item: T, at: number) => Draft | undefined | Promise<Draft | undefined>,
  refuse: (item: T) => void,
): Drafts {
  for (const [at, item] of items.entries()) {
    const draft = await make(item, at);
    if (draft === undefined) refuse(item);
    else yield draft;
  }
  return undefined;
}

/** One of each, round and round, until all are through. */
async function* inTurn(sources: readonly Drafts[], signal: AbortSignal): Drafts {
  let live = [...sources];
  while (live.length > 0) {
    const next: Drafts[] = [];
    for (const source of live) {
      signal.throwIfAborted();
      const step = await source.next();
      if (step.done === true) continue;
      yield step.value;
      next.push(source);
    }
    live = next;
  }
  return undefined;
}
