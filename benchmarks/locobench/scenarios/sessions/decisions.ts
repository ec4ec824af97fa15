/**
 * What is settled once, in words only, and has to be remembered: no file of the repository says it. All of it is invented, so that nobody
 * knows it beforehand.
 */
import type { RepositoryIndex } from '../../../../runtime/repository';
import type { Question } from '../types';

export interface Decisions {
  /** Stands in a comment of each function that is written. */
  readonly ticket: string;
  readonly branch: string;
  readonly release: string;
  /** Takes the place of the first one in a later session. */
  readonly laterRelease: string;
}

const projects = ['LANE', 'MOSS', 'KITE', 'REED', 'DUNE', 'FERN', 'OPAL', 'TARN'] as const;
const words = ['quiet', 'amber', 'early', 'north', 'plain', 'round', 'silver', 'late'] as const;
const things = ['harbour', 'meadow', 'ladder', 'window', 'orchard', 'bridge', 'garden', 'valley'] as const;

/** Makes decisions whose words stand nowhere in a repository. */
export class DecisionMaker {
  private known: ReadonlySet<string> | undefined;

  constructor(
    private readonly index: RepositoryIndex,
    private readonly random: (below: number) => number,
  ) {}

  next(): Decisions {
    const { random } = this;
    const one = <T>(list: readonly T[]): T => list[random(list.length)]!;
    const ticket = this.unknown(() => `${one(projects)}-${1000 + random(9000)}`);
    const branch = this.unknown(() => `${one(words)}-${one(things)}-${10 + random(90)}`);
    const release = this.unknown(() => `${20 + random(30)}.${1 + random(40)}.${random(40)}`);
    const laterRelease = this.unknown(() => `${50 + random(30)}.${1 + random(40)}.${random(40)}`);
    return { ticket, branch, release, laterRelease };
  }

  private unknown(make: () => string): string {
    this.known ??= wordsWithDigits(this.index);
    let made = make();
    while (this.known.has(made.toLowerCase())) made = make();
    return made;
  }
}

/** All decisions hold digits, so words without them need not be kept. */
function wordsWithDigits(index: RepositoryIndex): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { path, skipped, lines } of index.files()) {
    if (skipped !== undefined || lines === 0) continue;
    for (const [word] of index.text(path).matchAll(/[a-z]+(?:-[a-z]+)*-\d+|\d+\.\d+\.\d+/gi))
      found.add(word.toLowerCase());
  }
  return found;
}

export function branchQuestion(id: string, { branch }: Decisions, weight: number): Question {
  return {
    ...{ id, weight, text: 'On which branch is this work done? Give its name as it was decided earlier.' },
    answer: { form: 'text', expected: branch },
  };
}

/** @param release the one that holds now */
export function releaseQuestion(id: string, release: string, weight: number): Question {
  return {
    ...{
      id,
      weight,
      text: 'With which release does this work go out, as it was decided last? Give three numbers with dots between.',
    },
    answer: { form: 'text', expected: release, accepted: [`v${release}`] },
  };
}
