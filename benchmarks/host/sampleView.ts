import { RuntimeError } from '../../runtime/runtimeError';
import type { RunStore } from '../core/runs/store/runStore';
import type { Difficulty, SampleDetailView } from './protocol';

const difficulties: readonly Difficulty[] = ['easy', 'medium', 'hard', 'expert'];

/** A sample with what its scenario says of it. @throws RuntimeError bad-request when there is none */
export async function sampleView(store: RunStore, run: string, index: number): Promise<SampleDetailView> {
  const detail = await store.sample(run, index);
  const scenario = (await store.scenarios(run)).find(({ id }) => id === detail.record.scenario);
  if (scenario === undefined) throw new RuntimeError('bad-request', 'Its scenario is gone.', 'List the samples.');
  const { title, category } = scenario;
  const difficulty = difficulties.find((each) => each === scenario.difficulty);
  const prompt = (detail.calls[0]?.request.messages ?? [])
    .flatMap(({ content }) => content.flatMap((part) => (part.type === 'text' ? [part.text] : [])))
    .join('\n\n');
  return { ...detail, title, category, difficulty, prompt };
}
