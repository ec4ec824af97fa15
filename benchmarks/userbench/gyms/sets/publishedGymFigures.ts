/**
 * Figures that UserRL's authors published, to show beside own ones: rewards of an episode on the mean over their test tasks, with GPT-4o as the
 * user. Other tasks, and users who are models: comparable in kind, not in the third digit.
 */
export const publishedGymSource =
  'UserRL, Salesforce AI Research, 2025, table of results (mean total reward of an episode)';

export interface PublishedGymFigure {
  readonly model: string;
  readonly totalReward: number;
}

const columns = ['Turtle', 'Function', 'Tau', 'Persuade', 'Intention', 'Telepathy', 'Search'] as const;

const rows: readonly (readonly [model: string, ...figures: readonly number[]])[] = [
  ['Qwen3-8B Equalized/R2G', 0.1854, 0.4231, 0.1818, 0.5317, 1.8175, 0.561, 0.888],
  ['Qwen3-8B EM/R2G', 0.1917, 0.4103, 0.2, 0.5397, 1.9025, 0.5366, 0.864],
  ['Qwen3-8B R2G/R2G', 0.1615, 0.4231, 0.1394, 0.5238, 1.8525, 0.5854, 0.848],
  ['Qwen3-8B Equalized/Sum', 0.1323, 0.2692, 0.2121, 0.504, 1.6275, 0.5366, 0.832],
  ['Qwen3-4B Equalized/R2G', 0.1844, 0.3333, 0.2, 0.4643, 1.8075, 0.6098, 0.864],
  ['Qwen3-4B EM/R2G', 0.1417, 0.3333, 0.1576, 0.4563, 1.7375, 0.6341, 0.864],
  ['Qwen3-4B R2G/R2G', 0.1687, 0.3974, 0.1333, 0.5794, 1.5975, 0.4634, 0.864],
  ['Qwen3-4B Equalized/Sum', 0.1615, 0.2308, 0.1333, 0.4524, 1.715, 0.4878, 0.864],
  ['Qwen3-32B', 0.151, 0.1538, 0, 0.4841, 1.83, 0.561, 0.792],
  ['Qwen3-14B', 0.1417, 0.1667, 0.103, 0.5317, 1.7, 0.5854, 0.512],
  ['Qwen3-4B', 0.0854, 0.0769, 0.0364, 0.4048, 1.74, 0.4878, 0.856],
  ['Gemini-2.5-Pro', 0.274, 0.4103, 0.1939, 0.4246, 1.59, 0.9024, 0.928],
  ['Gemini-2.5-Flash', 0.1958, 0.3205, 0.1212, 0.4087, 1.685, 0.6341, 0.928],
  ['GPT-4o', 0.2917, 0.2821, 0.0303, 0.377, 1.8975, 0.8537, 0.88],
  ['GPT-4o-mini', 0.0906, 0.1538, 0.2061, 0.5317, 0.25, 0.0488, 0.352],
];

/** @param environment e.g. `TurtleGym-v0`; empty where nothing was published: gyms on a repository are our own */
export function publishedGymFigures(environment: string): readonly PublishedGymFigure[] {
  const at = columns.findIndex((name) => environment === `${name}Gym-v0`);
  return at < 0 ? [] : rows.map(([model, ...figures]) => ({ model, totalReward: figures[at]! }));
}
