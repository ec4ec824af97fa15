/**
 * Which files stand in a scenario's prompt: those that are needed, those that help, and distractors up to a length. Whole files only, as
 * they are in the scenario's base state.
 */
import type { ImportGraph } from '../../../../runtime/repository';
import { lengthOf } from '../../reference/pythonText';
import type { Draft } from '../maker';
import type { ContextFile, ScenarioContext } from '../types';
import type { RepositoryTexts } from './repositoryTexts';

/** 'near': by distance in the import graph. 'mixed': every second one from anywhere. */
export type DistractorChoice = 'near' | 'mixed';

export interface ContextRequest {
  readonly draft: Pick<Draft, 'needed' | 'related' | 'base'>;
  readonly targetTokens: number;
  readonly distractors: DistractorChoice;
  readonly random: (below: number) => number;
  /** Files that would give the answer away. */
  readonly exclude: ReadonlySet<string>;
}

export type BuiltContext =
  | { readonly kind: 'context'; readonly context: ScenarioContext; readonly characters: number }
  | { readonly kind: 'too-large'; readonly tokens: number }
  | { readonly kind: 'missing'; readonly path: string };

/** What the path and the fence of a file cost in a prompt. */
const FRAME_TOKENS = 12;
/** Tries of files that do not fit before a context counts as full. */
const MAX_MISFITS = 40;

export class ContextBuilder {
  constructor(
    private readonly texts: RepositoryTexts,
    private readonly graph: ImportGraph,
  ) {}

  build({ draft, targetTokens, distractors, random, exclude }: ContextRequest): BuiltContext {
    const { base, needed, related } = draft;
    const changed = new Map(base.map((change) => [change.path, change.content]));
    const sizeOf = (path: string) => {
      const content = changed.get(path);
      return FRAME_TOKENS + (typeof content === 'string' ? this.texts.counter.count(content) : this.texts.tokens(path));
    };
    const present = (path: string) =>
      changed.has(path) ? changed.get(path) !== null : this.texts.file(path) !== undefined;
    const lost = needed.find((path) => !present(path));
    if (lost !== undefined) return { kind: 'missing', path: lost };

    const distances = this.graph.distances(needed);
    const distanceOf = (path: string) => {
      const distance = distances.get(path);
      return distance === undefined || distance === Infinity ? undefined : distance;
    };
    const chosen = new Map<string, ContextFile>();
    let tokens = 0;
    const add = (path: string, role: ContextFile['role']) => {
      const size = sizeOf(path);
      chosen.set(path, { path, tokens: size, role, distance: role === 'target' ? 0 : distanceOf(path) });
      tokens += size;
    };
    for (const path of new Set(needed)) add(path, 'target');
    if (tokens > targetTokens) return { kind: 'too-large', tokens };
    const fits = (path: string) =>
      !chosen.has(path) && !exclude.has(path) && present(path) && tokens + sizeOf(path) <= targetTokens;
    for (const path of related) if (fits(path)) add(path, 'related');

    let misfits = 0;
    for (const path of this.ordered(distances, distractors, random)) {
      if (misfits >= MAX_MISFITS) break;
      if (chosen.has(path) || exclude.has(path) || !present(path)) continue;
      if (fits(path)) add(path, 'distractor');
      else misfits += 1;
    }
    const files = placed([...chosen.values()], random);
    const characters = files.reduce((sum, { path }) => {
      const content = changed.get(path);
      return sum + (typeof content === 'string' ? lengthOf(content) : this.texts.length(path));
    }, 0);
    return { kind: 'context', context: { files, tokens, targetTokens }, characters };
  }

  /** Candidates for distractors: nearest first, those of one distance in a seeded order. */
  private ordered(
    distances: ReadonlyMap<string, number>,
    choice: DistractorChoice,
    random: (below: number) => number,
  ): readonly string[] {
    const paths = this.texts.paths.filter((path) => this.texts.isContext(path));
    const shuffled = shuffle(paths, random);
    const near = shuffled
      .map((path) => ({ path, distance: distances.get(path) ?? Infinity }))
      // Infinity minus Infinity is no number.
      .sort((a, b) => (a.distance === b.distance ? 0 : a.distance - b.distance))
      .map(({ path }) => path);
    if (choice === 'near') return near;
    const anywhere = shuffle(paths, random);
    return near.flatMap((path, index) => [path, anywhere[index]!]);
  }
}

/** Files that matter stand together at the beginning, in the middle or at the end, as chance has it. */
function placed(files: readonly ContextFile[], random: (below: number) => number): readonly ContextFile[] {
  const matter = shuffle(
    files.filter(({ role }) => role === 'target'),
    random,
  );
  const others = shuffle(
    files.filter(({ role }) => role !== 'target'),
    random,
  );
  const at = [0, Math.floor(others.length / 2), others.length][random(3)]!;
  return [...others.slice(0, at), ...matter, ...others.slice(at)];
}

/** Fisher and Yates. */
export function shuffle<T>(list: readonly T[], random: (below: number) => number): T[] {
  const mixed = [...list];
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = random(at + 1);
    [mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!];
  }
  return mixed;
}
