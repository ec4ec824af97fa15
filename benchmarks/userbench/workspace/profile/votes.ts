import { wilsonInterval } from '../../../core/statistics';
import type { Facet, FacetClass, FacetScope } from './types';

const SITES = 8;
const LONGEST_LINE = 200;

export const facetTitles = {
  'function-case': 'case of functions',
  'class-case': 'case of classes',
  'setting-case': 'case of constants',
  'file-case': 'case of file names',
  export: 'how functions leave their file',
  'function-form': 'how functions are written',
  'error-style': 'how failure is told',
  'error-message': 'what failures say',
  'error-base': 'what error classes extend',
  async: 'how results arrive',
  parameters: 'how arguments are passed',
  'return-shape': 'what functions give',
  'parameter-name': 'length of names of parameters',
  annotations: 'where types are written',
  'comment-detail': 'comments of exported functions',
  'docstring-style': 'style of docstrings',
  header: 'how files begin',
  logger: 'logger',
  validation: 'validation library',
  'log-target': 'what is logged through',
  'log-level': 'levels of logs',
  'test-framework': 'test framework',
  'test-place': 'where tests lie',
  'test-suffix': 'names of test files',
  'test-titles': 'titles of tests',
  'test-form': 'how cases are written',
  'default-place': 'where defaults stand',
  'setting-name': 'names of limits',
  'docs-place': 'where documentation lies',
  example: 'form of documentation',
  changelog: 'changelog',
  'import-style': 'how files import each other',
  'dependency-range': 'versions of dependencies',
  barrel: 'index files of folders',
  strictness: 'strictness of types',
} as const;

export type FacetId = keyof typeof facetTitles;

interface Vote {
  readonly value: string;
  readonly path: string;
  readonly line: number;
}

/** Collects what was seen where; `facets` says what it comes to. */
export class Votes {
  private readonly cast = new Map<string, Vote[]>();

  /** @param line from 1 */
  add(scope: FacetScope, facet: FacetId, value: string, path: string, line: number): void {
    const key = `${scope} ${facet}`;
    const votes = this.cast.get(key) ?? [];
    if (votes.length === 0) this.cast.set(key, votes);
    votes.push({ value, path, line });
  }

  /** @param text of a file, for the lines that are shown as evidence */
  facets(text: (path: string) => string | undefined): readonly Facet[] {
    return [...this.cast]
      .map(([key, votes]): Facet => {
        const [scope, id] = key.split(' ') as [FacetScope, FacetId];
        const counts = new Map<string, number>();
        for (const { value } of votes) counts.set(value, (counts.get(value) ?? 0) + 1);
        const values = [...counts]
          .map(([value, n]) => ({ value, n }))
          .sort((a, b) => b.n - a.n || (a.value < b.value ? -1 : 1));
        const [first] = values;
        const n = votes.length;
        const share = (first?.n ?? 0) / n;
        const bound = wilsonInterval(first?.n ?? 0, n).low;
        const sites = spread(votes.filter(({ value }) => value === first?.value)).map(({ path, line }) => ({
          path,
          line,
          text: ((text(path) ?? '').split('\n')[line - 1] ?? '').trim().slice(0, LONGEST_LINE),
        }));
        return {
          ...{ id, title: facetTitles[id], scope, values, majority: first?.value, n, share, bound },
          class: facetClass(n, share, bound),
          sites,
        };
      })
      .sort((a, b) => (a.scope === b.scope ? (a.id < b.id ? -1 : 1) : a.scope < b.scope ? -1 : 1));
  }
}

export function facetClass(n: number, share: number, bound: number): FacetClass {
  if (n >= 8 && bound >= 0.8) return 'settled';
  if (n < 4) return 'silent';
  return share <= 0.8 ? 'contested' : 'leaning';
}

/** One of each file first, evenly over them. */
function spread(votes: readonly Vote[]): readonly Vote[] {
  const files = [...new Map([...votes].reverse().map((vote) => [vote.path, vote])).values()].reverse();
  const pool = files.length >= SITES ? files : votes;
  const step = Math.max(1, pool.length / SITES);
  return Array.from({ length: Math.min(SITES, pool.length) }, (_, at) => pool[Math.floor(at * step)]!);
}
