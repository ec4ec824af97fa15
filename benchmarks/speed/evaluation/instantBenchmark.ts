/** A set of scenarios whose answers need no work: what is left of a run's time is the runner's own. */
import type { LoadedBenchmark } from '../../core/runs/benchmark';
import type { RunChoice } from '../../core/runs/runner/planRun';

export const instantAsk = (index: number) =>
  ({
    model: 'none/m',
    purpose: 'evaluation',
    messages: [{ role: 'user', content: [{ type: 'text', text: `Question ${index}. ${'context '.repeat(200)}` }] }],
  }) as const;

export const instantChoice = (inFlight: number): RunChoice => ({
  name: undefined,
  models: ['none/m'],
  repeats: 1,
  seed: 1,
  maxOutputTokens: 1000,
  temperature: undefined,
  concurrency: { default: inFlight },
  budget: undefined,
  localOnly: false,
  cache: true,
  sampling: undefined,
});

export function instantBenchmark(count: number): LoadedBenchmark {
  return {
    name: 'bench',
    set: { name: 'bench', folder: '.' },
    commit: undefined,
    scenarios: Array.from({ length: count }, (_, index) => ({
      id: `s${String(index).padStart(6, '0')}`,
      category: index % 2 === 0 ? 'even' : 'odd',
      language: 'typescript',
      difficulty: 'easy',
      contextTokens: 1000,
      cluster: `c${index % 50}`,
      title: `Scenario number ${index}`,
      hash: String(index),
      content: index,
    })),
    solver: {
      name: 'bench',
      version: '1',
      preview: () => Promise.resolve({ inputTokens: 1000, calls: 1, assumed: [] }),
      solve: async ({ content }, { generate }) => {
        const { text } = await generate({ messages: instantAsk(Number(content)).messages });
        return { text, content: text, truncated: false };
      },
    },
    scorer: {
      name: 'bench',
      version: '1',
      score: () =>
        Promise.resolve({ value: 1, complete: true, milestones: [], metrics: { verified: 5 }, evidence: null }),
    },
    close: () => Promise.resolve(),
  };
}
