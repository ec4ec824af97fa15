import type { RepositoryIndex } from '../../../../runtime/repository';
import type { Json } from '../../../core/runs/types';
import { EnvironmentError } from '../../environments/environmentError';
import { workspaceFaults } from './workspaceFaults';
import { workspaceFunctions } from './workspaceFunctions';
import { workspaceIssues } from './workspaceIssues';
import { workspaceQuestions } from './workspaceQuestions';
import { workspaceReviews } from './workspaceReviews';
import { workspaceSymbols } from './workspaceSymbols';

interface Maker {
  /** What a repository has to have. */
  readonly needs: string;
  /** Tasks at most `count`, as the gym's kind reads them. */
  readonly make: (
    index: RepositoryIndex,
    seed: number,
    count: number,
  ) => { readonly data: object; readonly tasks: number };
}

const listed = (tasks: readonly object[]) => ({ data: tasks, tasks: tasks.length });

const makers: Readonly<Record<string, Maker>> = {
  'FunctionGym-WS': {
    needs: 'It takes functions of one to four numbers that return one expression of arithmetic.',
    make: (index, seed, count) => listed(workspaceFunctions(index, seed).slice(0, count)),
  },
  'IntentionGym-WS': {
    needs: 'It takes exported functions with names of their own.',
    make: (index, seed, count) => listed(workspaceIssues(index, seed, count)),
  },
  'PersuadeGym-WS': {
    needs: 'It takes exported functions that other files call and tests use.',
    make: (index, seed, count) => listed(workspaceReviews(index, seed, count)),
  },
  'TurtleGym-WS': {
    needs: 'It takes at least eight exported functions of up to forty lines, with comparisons or arithmetic in them.',
    make: (index, seed, count) => listed(workspaceFaults(index, seed, count)),
  },
  'TelepathyGym-WS': {
    needs: 'It takes exported symbols with names of their own.',
    make: (index, seed, count) => listed(workspaceSymbols(index, seed, count)),
  },
  'SearchGym-WS': {
    needs: 'It takes exported symbols with names of their own.',
    make: (index, seed, count) => {
      const { tasks, documents } = workspaceQuestions(index, seed, count);
      return { data: { questions: tasks, documents }, tasks: tasks.length };
    },
  },
};

/**
 * Tasks of a gym on a repository, as data. Nothing of the repository is run: its index is all that is read.
 * @throws EnvironmentError bad-data where the repository has nothing that the gym could ask about, no-environment for another name
 */
export function workspaceGymData(
  name: string,
  index: RepositoryIndex,
  { seed = 1, count = 40 }: { readonly seed?: number | undefined; readonly count?: number | undefined } = {},
): Json {
  const maker = makers[name];
  if (maker === undefined) {
    throw new EnvironmentError(
      'no-environment',
      `${name} is no gym on a repository. Those are ${Object.keys(makers).join(', ')}.`,
    );
  }
  const { data, tasks } = maker.make(index, seed, count);
  if (tasks > 0) return JSON.parse(JSON.stringify(data)) as Json;
  throw new EnvironmentError('bad-data', `${name}: ${index.root} has nothing to ask about. ${maker.needs}`);
}
