import path from 'node:path';
import type { RepositoryIndex } from '../../../../runtime/repository';
import { BadInputError } from '../../../core/badInputError';
import { seededRandom } from '../../../core/seededRandom';
import { admitTask, type AdmissionRequest, type Base } from '../admission';
import { openTreeCommand } from '../patch/treeCommand';
import { drawTask } from '../preferences/drawTask';
import { profileRepository, type RepositoryProfile } from '../profile';
import { claimFolder, finishSet, sha256, writeSnapshot, writeTask } from '../set';
import { allTemplates, findPlaces, type Place } from '../templates';
import type { StatementLevel, WorkspaceReject, WorkspaceSetFile, WorkspaceTaskEntry } from '../types';
import { executedGate, type ExecutedGate } from './executedGate';
import { countsOf, knownSets } from './setName';
import { taskTexts } from './taskTexts';

export interface MakeSetRequest {
  readonly index: RepositoryIndex;
  /** e.g. `ws22`. */
  readonly set: string;
  readonly count: number;
  readonly seed: number;
  /** Default: `implicit`. */
  readonly level?: StatementLevel | undefined;
  /** Outside of the repository. */
  readonly folder: string;
  /** Runs the repository's own checks in the sandbox, after a person agreed. */
  readonly execute?: boolean | undefined;
  readonly signal: AbortSignal;
  readonly onProgress?:
    ((progress: { readonly done: number; readonly total: number; readonly rejected: number }) => void) | undefined;
}

export interface MadeSet {
  readonly set: WorkspaceSetFile;
  readonly rejects: readonly WorkspaceReject[];
  readonly profile: RepositoryProfile;
  /** How many preferences of each kind the tasks have. */
  readonly kinds: Readonly<Record<'R' | 'H' | 'C', number>>;
}

/** Drafts for each task that is asked for, before it is said that the repository gives no more. */
const DRAFTS = 4;
const PLACES = 200;

/**
 * Makes a set of tasks from a repository: the same repository, options and seed give the same tasks.
 * @throws BadInputError for an unknown set, a folder that holds something else, a repository without places
 */
export async function makeWorkspaceSet(request: MakeSetRequest): Promise<MadeSet> {
  const { index, count, seed, folder, signal, level = 'implicit' } = request;
  const counts = countsOf(request.set);
  if (counts === undefined) {
    throw new BadInputError(
      `There is no set “${request.set}”: a name is ws and two to four digits from 1 to 4, e.g. ${knownSets.join(', ')}.`,
    );
  }
  const texts = await taskTexts(index, signal);
  const text = (file: string) => texts.file(file)?.text;
  const base: Base = { paths: texts.paths, text };
  const dirtyHash = sha256(texts.paths.map((each) => `${each}\n${texts.file(each)!.hash}`).join('\n'));
  const call = JSON.stringify([request.set, count, seed, level, request.execute === true, dirtyHash]);
  await claimFolder(folder, call);
  const files = await writeSnapshot(folder, texts);
  const summary = index.summary();
  const repository = {
    root: index.root,
    name: path.basename(index.root),
    commit: summary.commit,
    dirty: summary.dirty,
  };
  const profile = await profileRepository(index, text, signal);
  const execute = request.execute === true;
  const commands = openTreeCommand({ folder, set: { files, repository }, execute });
  try {
    const unavailable = execute ? await commands.unavailable() : undefined;
    const run = execute && unavailable === undefined ? commands.run : undefined;
    const gate: ExecutedGate =
      run === undefined ? { predicates: [], notices: [] } : await executedGate(index.root, base, run, signal);
    const repo = { ...(summary.commit !== undefined && { commit: summary.commit }), dirtyHash, root: '.' } as const;
    const made = await makeTasks(request, counts, { profile, base, repo, run, set: request.set, level, signal }, gate);
    const notices = [
      ...(unavailable === undefined ? [] : [`Nothing was run: ${unavailable}`]),
      ...gate.notices,
      ...(made.tasks.length < count ? [`The repository gave ${made.tasks.length} of ${count} tasks.`] : []),
    ];
    const set: WorkspaceSetFile = {
      form: 'whetstone-workspace-userbench-1',
      ...{ name: request.set, created: Date.now(), seed, level, repository, dirtyHash, files, notices },
      ...(texts.leftOut.length > 0 && { leftOut: texts.leftOut }),
      tasks: made.tasks,
      rejects: countReasons(made.rejects),
      admission: made.admission,
    };
    await finishSet(folder, set, made.rejects);
    return { set, rejects: made.rejects, profile, kinds: made.kinds };
  } finally {
    await commands.close();
  }
}

type Shared = Pick<AdmissionRequest, 'profile' | 'base' | 'repo' | 'run' | 'set' | 'level' | 'signal'>;

async function makeTasks(request: MakeSetRequest, counts: readonly number[], shared: Shared, gate: ExecutedGate) {
  const { index, count, seed, folder, signal } = request;
  const places = await findPlaces(index, shared.base.text, seededRandom(seed), PLACES);
  if (places.length === 0) {
    throw new BadInputError(
      `${index.root} has no function that others may call, in TypeScript, JavaScript or Python, that tasks could be about.`,
    );
  }
  const tasks: WorkspaceTaskEntry[] = [];
  const rejects: WorkspaceReject[] = [];
  const kinds = { R: 0, H: 0, C: 0 };
  const admission = { drafted: 0, admitted: 0, mutantsTested: 0, mutantsCaught: 0 };
  for (let draft = 0; tasks.length < count && draft < count * DRAFTS; draft += 1) {
    signal.throwIfAborted();
    const random = seededRandom(draftSeed(seed, draft));
    const template = allTemplates[draft % allTemplates.length]!;
    const found = suitable(template, places, random);
    if (found === undefined) continue;
    const { drawn, refused } = drawTask(template, found, shared.profile, counts, random);
    for (const why of refused)
      rejects.push({ template: template.name, seed: draft, reason: 'contradiction', detail: why });
    if (drawn === undefined) continue;
    admission.drafted += 1;
    const executed = shared.run === undefined ? [] : [...gate.predicates, ...found.behaviour];
    const outcome = await admitTask({
      ...shared,
      template,
      here: found,
      drawn,
      seed: draft,
      executedGate: executed,
      random,
    });
    const { mutantsTested, mutantsCaught } = outcome.kind === 'admitted' ? outcome.task.admission : outcome.mutants;
    admission.mutantsTested += mutantsTested;
    admission.mutantsCaught += mutantsCaught;
    if (outcome.kind === 'rejected') {
      rejects.push({ template: template.name, seed: draft, reason: outcome.reason, detail: outcome.detail });
    } else if (!tasks.some(({ id }) => id === outcome.task.id)) {
      admission.admitted += 1;
      for (const { kind } of outcome.task.aspects.flatMap(({ preferences }) => preferences)) kinds[kind] += 1;
      tasks.push(await writeTask(folder, outcome.task, found.place.module));
    }
    request.onProgress?.({ done: tasks.length, total: count, rejected: rejects.length });
  }
  return { tasks, rejects, kinds, admission };
}

/** The template at a place that suits it: a drawn one, or the next. */
function suitable(
  template: (typeof allTemplates)[number],
  places: readonly Place[],
  random: (below: number) => number,
) {
  const first = random(places.length);
  for (let at = 0; at < places.length; at += 1) {
    const here = template.at(places[(first + at) % places.length]!, random);
    if (here !== undefined) return here;
  }
  return undefined;
}

/** Drafts do not depend on each other. */
function draftSeed(seed: number, draft: number): number {
  return Number.parseInt(sha256(`${seed}\n${draft}`).slice(0, 8), 16);
}

function countReasons(rejects: readonly WorkspaceReject[]): WorkspaceSetFile['rejects'] {
  const counts = new Map<WorkspaceReject['reason'], number>();
  for (const { reason } of rejects) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}
