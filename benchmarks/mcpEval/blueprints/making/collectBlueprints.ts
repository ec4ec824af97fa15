import type { RunStore } from '../../../core/runs/store/runStore';
import type { LicenceNote, Blueprint, RejectedDraft } from '../blueprint';
import { blueprintSetForm, type BlueprintSetFile } from '../blueprintSet';
import { reviewerRole } from '../committee/askCommittee';
import type { SlotSetFile } from '../slots/slot';
import { making } from './makingContent';
import type { MadeSet } from './makeChainSet';
import { sameTask } from './sameTask';

/** What a run has made so far, whether or not it has ended: it can be called again when more is done. */
export async function collectBlueprints(
  store: Pick<RunStore, 'run' | 'sample'>,
  id: string,
  { servers, network, seed, name }: SlotSetFile,
  noteOf: (model: string) => Promise<LicenceNote>,
): Promise<MadeSet> {
  const { configuration, counts } = await store.run(id);
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const blueprints: Blueprint[] = [];
  const rejected: RejectedDraft[] = [];
  for (let index = 0; index < all; index++) {
    const { solution } = await store.sample(id, index);
    if (solution === undefined) continue;
    const { attempts, taken } = making.parse(solution.content);
    rejected.push(...attempts.flatMap((attempt) => attempt.rejected ?? []));
    if (taken === undefined) continue;
    const twin = blueprints.find((each) => sameTask(each, taken));
    if (twin === undefined) blueprints.push(await noted(taken, configuration.roles ?? {}, noteOf));
    else rejected.push(repeated(taken, twin));
  }
  const set: BlueprintSetFile = { form: blueprintSetForm, name, servers, network, seed, run: id };
  return { set, blueprints, rejected };
}

async function noted(
  each: Blueprint,
  roles: Readonly<Record<string, string>>,
  noteOf: (model: string) => Promise<LicenceNote>,
): Promise<Blueprint> {
  const { generator } = each;
  const seats = Array.from({ length: generator.committee?.reviewers ?? 0 }, (_, seat) => roles[reviewerRole(seat)]);
  const reviewers = [...new Set(seats.filter((model) => model !== undefined))];
  return {
    ...each,
    generator: {
      ...generator,
      note: await noteOf(generator.model ?? ''),
      reviewers: await Promise.all(reviewers.map(async (model) => ({ model, note: await noteOf(model) }))),
    },
  };
}

function repeated({ slot, instruction, actions, outputs, generator }: Blueprint, twin: Blueprint): RejectedDraft {
  return {
    ...{ slot, try: generator.tries, model: generator.model, reviews: [] },
    failures: [{ check: 'format', reason: 'repeated', detail: `It is the same as ${twin.id}.` }],
    draft: {
      ...{ instruction, outputs },
      actions: actions.map(({ tool_name, tool_parameters }) => ({ tool_name, tool_parameters })),
    },
  };
}
