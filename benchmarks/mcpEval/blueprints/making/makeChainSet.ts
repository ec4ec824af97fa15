import { z } from 'zod';
import { canonicalJson } from '../../../core/runs/canonicalJson';
import { sha256 } from '../../../core/runs/sha256';
import { asJson } from '../../solving/taskContent';
import { blueprint, rejectedDraft, type Blueprint, type RejectedDraft } from '../blueprint';
import { blueprintSetForm, writeBlueprintSet, type BlueprintSet, type BlueprintSetFile } from '../blueprintSet';
import type { DrawOptions } from '../slots/drawSlots';
import { chainBlueprint } from './chainBlueprints';
import { sameTask } from './sameTask';
import { Journal } from './journal';

export interface ChainSetOptions extends DrawOptions {
  readonly folder: string;
  readonly name: string;
  readonly count: number;
  readonly onProgress?: ((progress: ChainProgress) => void) | undefined;
}

export interface ChainProgress {
  readonly done: number;
  readonly total: number;
  readonly rejected: number;
}

export interface MadeSet extends BlueprintSet {
  readonly rejected: readonly RejectedDraft[];
}

/** Slots for each blueprint that is wanted, before the set is given up. */
const DRAFTS = 8;
/** Changes when the same seed gives other blueprints. */
const VERSION = 1;

const entry = z.object({ index: z.number(), taken: blueprint.optional(), rejected: rejectedDraft.optional() });

/** Goes on where an earlier call for the same folder and options ended. The user has agreed to the servers before. */
export async function makeChainSet(options: ChainSetOptions): Promise<MadeSet> {
  const { folder, name, count, onProgress, signal, servers, network, seed } = options;
  const journal = await Journal.open(folder, workOf(options), entry);
  const taken: Blueprint[] = journal.entries.flatMap((each) => each.taken ?? []);
  const rejected: RejectedDraft[] = journal.entries.flatMap((each) => each.rejected ?? []);
  for (let index = journal.entries.length; taken.length < count && index < count * DRAFTS; index++) {
    signal.throwIfAborted();
    const made = rejectionOf(await chainBlueprint(index, options), taken);
    await journal.add({ index, ...made });
    if (made.taken !== undefined) taken.push(made.taken);
    if (made.rejected !== undefined) rejected.push(made.rejected);
    onProgress?.({ done: taken.length, total: count, rejected: rejected.length });
  }
  const set: BlueprintSetFile = { form: blueprintSetForm, name, servers: [...servers], network, seed };
  await writeBlueprintSet(folder, { set, blueprints: taken }, rejected);
  await journal.remove();
  return { set, blueprints: taken, rejected };
}

function rejectionOf(
  result: Awaited<ReturnType<typeof chainBlueprint>>,
  taken: readonly Blueprint[],
): { readonly taken?: Blueprint; readonly rejected?: RejectedDraft } {
  if (result.kind === 'rejected') {
    const { slot, draft, failures } = result;
    return { rejected: { slot, try: 1, draft, failures: [...failures], reviews: [] } };
  }
  const made = result.blueprint;
  const twin = taken.find((each) => sameTask(each, made));
  if (twin === undefined) return { taken: made };
  const detail = `It is the same as ${twin.id}.`;
  const { instruction, actions, outputs } = made;
  return {
    rejected: {
      ...{ slot: made.slot, try: 1, reviews: [] },
      failures: [{ check: 'format', reason: 'repeated', detail }],
      draft: { instruction, outputs, actions },
    },
  };
}

/** What makes two journals the same work; what it is called, and who watches, does not. */
function workOf({
  servers,
  together,
  seed,
  groupSize,
  steps,
  mostRules,
  rules,
  network,
  count,
}: ChainSetOptions): string {
  const what = asJson({ VERSION, servers, together, seed, groupSize, steps, mostRules, rules, network, count });
  return sha256(canonicalJson(what)).slice(0, 16);
}
