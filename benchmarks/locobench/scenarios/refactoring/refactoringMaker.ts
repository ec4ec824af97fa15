/** Changes over several files that leave what the code does as it is, with references computed from names and scopes. */
import type { CodeLanguage, CodeSymbol, RepositoryIndex } from '../../../../runtime/repository';
import type { Refusal } from '../changes/testOutcomes';
import { shuffle } from '../context/buildContext';
import type { Draft, MakerInput, ScenarioMaker } from '../maker';
import { changeSignature } from './changeSignature';
import { moveSymbol } from './moveSymbol';
import { KeptTests } from './keptTests';
import { refactoringDraft, type Refactoring } from './refactoringDraft';
import { renameSymbol } from './renameSymbol';
import { familyOf, RepositoryNames } from './repositoryNames';

type Make = (
  input: MakerInput,
  repository: RepositoryNames,
  symbols: readonly CodeSymbol[],
) => Promise<Refactoring | Refusal>;

const category = 'cross_file_refactoring';
interface Kind {
  readonly kind: Refactoring['kind'];
  readonly make: Make;
  readonly fits: (symbol: CodeSymbol, language: CodeLanguage | undefined) => boolean;
}

const kinds: readonly Kind[] = [
  { kind: 'rename-symbol', make: renameSymbol, fits: () => true },
  { kind: 'move-symbol', make: moveSymbol, fits: (_, language) => familyOf(language) !== undefined },
  {
    kind: 'change-signature',
    make: changeSignature,
    fits: ({ kind }, language) => kind === 'function' && familyOf(language) !== undefined,
  },
];

export const refactoringMaker: ScenarioMaker = {
  category,
  ahead: 1,
  async *drafts(input: MakerInput): AsyncIterable<Draft> {
    const repository = new RepositoryNames(input.index);
    const tests = new KeptTests(input);
    const groups = candidates(input.index);
    const turns = kinds.map(({ kind, make, fits }) => ({
      kind,
      make,
      waiting: shuffle(
        groups.filter(([symbol]) => symbol !== undefined && fits(symbol, input.index.file(symbol.path)?.language)),
        input.random,
      ),
    }));
    for (let turn = 0; turns.some(({ waiting }) => waiting.length > 0); turn++) {
      const { kind, make, waiting } = turns[turn % turns.length]!;
      // Until it made one: kinds take turns by scenarios, not by tries.
      for (let symbols = waiting.pop(); symbols !== undefined; symbols = waiting.pop()) {
        input.signal.throwIfAborted();
        const made = await draftOf(input, repository, tests, make, symbols);
        if ('reason' in made) input.reject({ category, kind, subject: `${kind} ${symbols[0]!.id}`, ...made });
        else {
          yield made;
          break;
        }
      }
    }
  },
};

async function draftOf(
  input: MakerInput,
  repository: RepositoryNames,
  tests: KeptTests,
  make: Make,
  symbols: readonly CodeSymbol[],
): Promise<Draft | Refusal> {
  const refactoring = await make(input, repository, symbols);
  return 'reason' in refactoring ? refactoring : refactoringDraft(input, tests, refactoring);
}

/** What is exported at the top level of a source, by file and name, where another file may use it. */
function candidates(index: RepositoryIndex): readonly (readonly CodeSymbol[])[] {
  const groups = new Map<string, CodeSymbol[]>();
  for (const symbol of index.allSymbols()) {
    const file = index.file(symbol.path);
    if (symbol.container.length > 0 || file?.kind !== 'source' || file.language === undefined) continue;
    const key = `${symbol.path}\n${symbol.name}`;
    groups.set(key, [...(groups.get(key) ?? []), symbol]);
  }
  return [...groups.values()].filter(
    (group) => group.some(({ exported }) => exported) && isUsedElsewhere(index, group[0]!),
  );
}

function isUsedElsewhere(index: RepositoryIndex, { name, path }: CodeSymbol): boolean {
  if (familyOf(index.file(path)?.language) !== undefined) return index.importersOf(path).length > 0;
  return index.referencesNamed(name).some((reference) => reference.path !== path);
}
