import type { RunStore } from '../../../core/runs/store/runStore';
import type { SampleRecord } from '../../../core/runs/types';
import type { Blueprint, LicenceNote } from '../blueprint';
import { judgeTrajectory, type Rejection } from '../trajectories/rejections';
import { trajectoryContent, type TrajectoryContent } from '../trajectories/trajectoryContent';
import { USER_ROLE } from '../trajectories/trajectorySolver';

/** A model that had a part in a row, and what its licence says of that. */
export interface Contributor {
  readonly role: 'agent' | 'user' | 'generator' | 'reviewer';
  readonly model: string;
  readonly note: LicenceNote;
}

/** A dialogue of a run, judged. */
export interface JudgedTrajectory {
  readonly blueprint: Blueprint;
  readonly content: TrajectoryContent;
  readonly record: SampleRecord;
  /** None: it is kept. */
  readonly rejections: readonly Rejection[];
  readonly contributors: readonly Contributor[];
}

/** All dialogues of a run that came to an end, in the run's order. Samples that failed by no fault of a model are none. */
export async function* judgedTrajectories(
  store: Pick<RunStore, 'run' | 'sample'>,
  id: string,
  blueprints: readonly Blueprint[],
  noteOf: (model: string) => Promise<LicenceNote>,
): AsyncGenerator<JudgedTrajectory> {
  const { configuration, counts } = await store.run(id);
  const known = new Map(blueprints.map((each) => [each.id, each]));
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  for (let index = 0; index < all; index++) {
    const { record, solution } = await store.sample(id, index);
    const blueprint = known.get(record.scenario);
    if (record.state !== 'scored' || solution === undefined || blueprint === undefined) continue;
    const content = trajectoryContent.parse(solution.content);
    const { rejections } = judgeTrajectory(blueprint, content);
    const user = configuration.roles?.[USER_ROLE];
    const contributors: Contributor[] = [
      { role: 'agent', model: record.model, note: await noteOf(record.model) },
      ...(user === undefined ? [] : [{ role: 'user' as const, model: user, note: await noteOf(user) }]),
      ...authors(blueprint),
    ];
    yield { blueprint, content, record, rejections, contributors };
  }
}

function authors({ generator: { model, note, reviewers } }: Blueprint): readonly Contributor[] {
  return [
    ...(model === undefined ? [] : [{ role: 'generator' as const, model, note }]),
    ...reviewers.map((each) => ({ role: 'reviewer' as const, ...each })),
  ];
}
