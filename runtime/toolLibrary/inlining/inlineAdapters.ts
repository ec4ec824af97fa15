/** Calls of adapters become calls of what they call. */
import { CollectionFiles, stringMentions, tidyFiles } from '../merging';
import type { Adapter } from './adapters/adapter';
import { findAdapters } from './adapters/findAdapters';
import { ownerOf } from './calls/ownerOf';
import { inlineFile } from './inlineFile';
import { findUses, type AdapterUse } from './names/findUses';
import { WorkspaceNames } from './names/workspaceNames';
import { removeAdapters } from './removeAdapters';
import type { InlinedCall, InlineOptions, Inlining, LeftUse } from './types';

/** Adapters may call adapters; longer chains are none that people write. */
const MOST_PASSES = 4;

/**
 * Rewrites every call of an adapter in a workspace to a call of the function that it calls, adds and removes imports, and removes adapters that nobody uses then.
 * What is not certain to do the same is left, with the reason. Nothing is run and nothing is written: see `verifyInlining`.
 *
 * @throws GrammarsMissingError; the signal's reason
 */
export async function inlineAdapters(options: InlineOptions): Promise<Inlining> {
  const { root, texts, adapters: wanted, keep, signal } = options;
  const changed = new Map<string, string>();
  const inlined: InlinedCall[] = [];
  let left: readonly LeftUse[] = [];
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    signal?.throwIfAborted();
    const done = await onePass(root, new Map([...texts, ...changed]), { wanted, keep });
    left = done.left;
    inlined.push(...done.inlined);
    for (const [path, text] of done.texts) changed.set(path, text);
    if (done.texts.size === 0) break;
  }
  const now = new Map([...texts, ...changed]);
  const { texts: shorter, removed, kept } = await removeAdapters({ ...options, texts: now });
  for (const [path, text] of shorter) changed.set(path, text);
  return { texts: changed, inlined, left, removed, kept };
}

async function onePass(
  root: string,
  texts: ReadonlyMap<string, string>,
  { wanted, keep }: { readonly wanted: InlineOptions['adapters']; readonly keep: InlineOptions['keep'] },
): Promise<Pick<Inlining, 'texts' | 'inlined' | 'left'>> {
  const files = await CollectionFiles.of(root, texts);
  try {
    const names = new WorkspaceNames(files);
    const adapters = withoutCircles(findAdapters(names, wanted));
    const after = new Map<string, string>();
    const inlined: InlinedCall[] = [];
    const left: LeftUse[] = [];
    if (adapters.size === 0) return { texts: after, inlined, left };
    const uses = new Map(files.paths.map((path) => [path, findUses(names, path, adapters)]));
    const replaced = replacedAdapters(files, adapters, [...uses.values()].flat());
    for (const [path, own] of uses) {
      const file = files.get(path);
      if (file === undefined || own.length === 0) continue;
      const done = inlineFile(names, file, own, ({ adapter, node }) => {
        const place = replaced.get(adapter);
        if (place !== undefined) return `${place} puts something else in its place while it runs`;
        if (file.facts.broken) return 'its file does not parse';
        return keep?.get(`${path}#${ownerOf(node)}`) ?? keep?.get(`${path}#*`);
      });
      inlined.push(...done.inlined);
      left.push(...done.left);
      if (done.text !== undefined) after.set(path, done.text);
    }
    return { texts: await tidyFiles(files, after), inlined, left };
  } finally {
    files.dispose();
  }
}

/** Adapters that call each other lead nowhere. */
function withoutCircles(adapters: readonly Adapter[]): ReadonlyMap<string, Adapter> {
  const all = new Map(adapters.map((each) => [`${each.path}#${each.name}`, each]));
  const ends = ({ target }: Adapter, steps: number): boolean => {
    const next = all.get(`${target.path}#${target.name}`);
    return next === undefined || (steps > 0 && ends(next, steps - 1));
  };
  return new Map([...all].filter(([, each]) => ends(each, all.size)));
}

/** Adapters that tests put something else in the place of, and where: their calls have to go on going through them. */
function replacedAdapters(
  files: CollectionFiles,
  adapters: ReadonlyMap<string, Adapter>,
  uses: readonly AdapterUse[],
): ReadonlyMap<Adapter, string> {
  const found = new Map<Adapter, string>();
  for (const { adapter, path, problem } of uses) {
    if (problem === 'it is replaced by something else here') found.set(adapter, path);
  }
  for (const path of files.paths) {
    const file = files.get(path);
    const patched = file === undefined ? new Set<string>() : stringMentions(file.tree).patched;
    for (const adapter of adapters.values()) if (patched.has(adapter.name)) found.set(adapter, path);
  }
  return found;
}
