/** SE and IDC from the import graph and from interfaces of files, before and after. */
import { importMeans } from '../grading/checks/importTarget';
import { syntaxFacts, type SyntaxFacts } from '../grading/checks/syntaxFacts';
import type { RepositoryState } from '../grading/state/repositoryState';
import type { FileChange, GroundTruth } from '../scenarios/types';

/** Files that are looked at on the way from a new import; beyond, a cycle is not looked for. */
const MOST_FILES = 2_000;

/** ACS: share of new imports between files of the repository that close no cycle; undefined: no new import. */
export async function coherence(
  base: RepositoryState,
  after: RepositoryState,
  changes: readonly FileChange[],
): Promise<number | undefined> {
  const graph = new StateImports(after);
  const old = new StateImports(base);
  let [added, closing] = [0, 0];
  for (const { path } of changes) {
    const before = new Set(await old.of(path));
    for (const to of await graph.of(path)) {
      if (before.has(to) || to === path) continue;
      added++;
      if (await graph.reaches(to, path)) closing++;
    }
  }
  return added === 0 ? undefined : 1 - closing / added;
}

/**
 * CFRD: of the edges that matter and lie between files, those that the reference has and the base lacks, or that start in a file which the
 * reference changes: the share that the answer has too.
 */
export async function crossFile(
  base: RepositoryState,
  reference: RepositoryState,
  after: RepositoryState,
  truth: GroundTruth,
  changes: readonly FileChange[],
): Promise<number | undefined> {
  const changed = new Set(changes.map(({ path }) => path));
  const [old, wanted, own] = [new StateImports(base), new StateImports(reference), new StateImports(after)];
  let [edges, made] = [0, 0];
  for (const [fromId, toId] of truth.edges) {
    const [from, to] = [fileOf(fromId, reference), fileOf(toId, reference)];
    if (from === undefined || to === undefined || from === to) continue;
    if (!(await wanted.of(from)).includes(to)) continue;
    if ((await old.of(from)).includes(to) && !changed.has(from)) continue;
    edges++;
    if ((await own.of(from)).includes(to)) made++;
  }
  return edges === 0 ? undefined : made / edges;
}

/** A path, or the path that an id of a symbol begins with. */
function fileOf(id: string, state: RepositoryState): string | undefined {
  if (state.has(id)) return id;
  const cut = id.split(/[#:]/)[0] ?? '';
  return state.has(cut) ? cut : undefined;
}

/**
 * IDC: 1 / (1 + interfaces broken). One is broken where a definition at the top level (or a member of one) of a changed file is gone, or takes
 * other parameters in front than before, and the reference keeps it as it was.
 */
export async function keptInterfaces(
  base: RepositoryState,
  reference: RepositoryState,
  after: RepositoryState,
  changes: readonly FileChange[],
): Promise<number | undefined> {
  let [known, broken] = [0, 0];
  for (const { path } of changes) {
    const [before, kept, now] = [await surface(base, path), await surface(reference, path), await surface(after, path)];
    for (const [name, parameters] of before) {
      if (kept.get(name) !== parameters) continue;
      known++;
      const own = now.get(name);
      if (own === undefined || (own !== parameters && !own.startsWith(`${parameters},`) && parameters !== '')) broken++;
    }
  }
  return known === 0 ? undefined : 1 / (1 + broken);
}

async function surface(state: RepositoryState, path: string): Promise<ReadonlyMap<string, string>> {
  const text = state.text(path);
  const facts = text === undefined ? undefined : await syntaxFacts(path, text);
  const found = new Map<string, string>();
  for (const { name, container, parameters } of facts?.definitions ?? []) {
    if (container.length > 1 || name.startsWith('_') || name.startsWith('#')) continue;
    found.set([...container, name].join('.'), (parameters ?? []).join(','));
  }
  return found;
}

/** Imports between files of a state, read when they are asked for. */
class StateImports {
  private readonly known = new Map<string, readonly string[]>();
  private readonly paths: readonly string[];

  constructor(private readonly state: RepositoryState) {
    this.paths = state.paths();
  }

  async of(path: string): Promise<readonly string[]> {
    const known = this.known.get(path);
    if (known !== undefined) return known;
    const text = this.state.text(path);
    const facts: SyntaxFacts | undefined = text === undefined ? undefined : await syntaxFacts(path, text);
    const specifiers = [...new Set(facts?.imports ?? [])];
    const targets = this.paths.filter((to) => specifiers.some((each) => importMeans(path, each, to)));
    this.known.set(path, targets);
    return targets;
  }

  async reaches(from: string, to: string): Promise<boolean> {
    const seen = new Set([from]);
    const open = [from];
    for (let path = open.pop(); path !== undefined && seen.size < MOST_FILES; path = open.pop()) {
      if (path === to) return true;
      for (const next of await this.of(path)) {
        if (seen.has(next)) continue;
        seen.add(next);
        open.push(next);
      }
    }
    return false;
  }
}
