/** Benchmarks by the form that stands in a set's `set.json`. Later ones add a line. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BadInputError } from '../badInputError';
import type { LoadedBenchmark } from './benchmark';
import { loadQuestions, questionsForm } from './questions/questionSet';
import type { Json } from './types';

/** What a caller may say of how a set is run; a benchmark takes of it what concerns it. */
export interface LoadOptions {
  /** Whether code of the repository (its tests, its compilers) may run in the sandbox; without it, what needs it is not measured. */
  readonly mayExecute: boolean;
  readonly solver?: 'prompt' | 'agent' | undefined;
  /** Ids; default: all of the set. */
  readonly scenarios?: readonly string[] | undefined;
  /** `RunConfiguration.options`: the benchmark's own choices. @throws BadInputError where it does not know them */
  readonly options?: Json | undefined;
}

export type LoadBenchmark = (folder: string, options: LoadOptions) => Promise<LoadedBenchmark>;

const forms: ReadonlyMap<string, LoadBenchmark> = new Map<string, LoadBenchmark>([
  [questionsForm, loadQuestions],
  [
    'whetstone-mcpeval-1',
    async (folder, options) => (await import('../../mcpEval/solving/loadMcpEval')).loadMcpEval(folder, options),
  ],
  [
    'whetstone-blueprint-slots-1',
    async (folder, options) => (await import('../../mcpEval/blueprints/making/loadSlots')).loadSlots(folder, options),
  ],
  [
    'whetstone-blueprints-1',
    async (folder, options) =>
      (await import('../../mcpEval/blueprints/trajectories/loadTrajectories')).loadTrajectories(folder, options),
  ],
  [
    'whetstone-locobench-1',
    // Loaded when a set asks for it: graders and parsers are no part of other runs.
    async (folder, { mayExecute, solver, scenarios }) => {
      const { loadLocobench } = await import('../../locobench/solving/loadLocobench');
      return loadLocobench(folder, { execute: mayExecute, solver, scenarios });
    },
  ],
  [
    'whetstone-userbench-1',
    async (folder, { scenarios, options }) => {
      const { loadUserbench } = await import('../../userbench/solving/loadUserbench');
      return loadUserbench(folder, { scenarios, options });
    },
  ],
  [
    'whetstone-gym-set-1',
    async (folder, { mayExecute, scenarios, options }) => {
      const { loadGymSet } = await import('../../userbench/gyms/sets/loadGymSet');
      return loadGymSet(folder, { execute: mayExecute, scenarios, options });
    },
  ],
  [
    'whetstone-workspace-userbench-1',
    async (folder, { mayExecute, scenarios, options }) => {
      const { loadWorkspaceSet } = await import('../../userbench/workspace/episodes/loadWorkspaceSet');
      return loadWorkspaceSet(folder, { execute: mayExecute, scenarios, options });
    },
  ],
]);

/**
 * @param folder of a set of scenarios
 * @throws BadInputError
 */
export async function loadBenchmark(folder: string, options: LoadOptions): Promise<LoadedBenchmark> {
  const file = path.join(folder, 'set.json');
  const load = forms.get(await formOf(file));
  if (load !== undefined) return load(folder, options);
  throw new BadInputError(
    `${file} is of a form that this Whetstone does not know. It knows: ${[...forms.keys()].join(', ')}.`,
  );
}

async function formOf(file: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new BadInputError(`There is no set of scenarios: ${file} cannot be read (${code}). Check the folder.`, {
      cause: error,
    });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new BadInputError(`${file} is not JSON. Make the set anew, or correct it.`, { cause: error });
  }
  const form = z.object({ form: z.string() }).safeParse(json);
  if (form.success) return form.data.form;
  throw new BadInputError(
    `${file} is no set of scenarios: it has no "form". Make one with whetstone locobench generate.`,
  );
}
