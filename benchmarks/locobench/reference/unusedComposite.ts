/** A second composite of 17 fixed weights that stands in the published code and is never called: kept to show what LCBS is not. */

/** Published names of the metrics, each from 0 to 1. `average_issues` counts inverted. */
export const compositeWeights = {
  architectural_coherence: 0.05,
  dependency_traversal: 0.05,
  cross_file_reasoning: 0.05,
  system_thinking: 0.05,
  robustness: 0.05,
  comprehensiveness: 0.05,
  innovation: 0.05,
  solution_elegance: 0.05,
  compilation_success: 0.075,
  unit_test_performance: 0.075,
  integration_performance: 0.075,
  incremental_development: 0.075,
  security_analysis: 0.067,
  average_issues: 0.067,
  code_style: 0.066,
  information_coverage: 0.05,
  multi_session_memory: 0.05,
} as const;

export type CompositeInputs = Readonly<Record<keyof typeof compositeWeights, number>>;

/** 0 to 5. */
export function unusedComposite(inputs: CompositeInputs): number {
  const { average_issues: issues, ...others } = inputs;
  let score = compositeWeights.average_issues * (1 - issues);
  for (const [name, weight] of Object.entries(compositeWeights)) {
    if (name in others) score += weight * others[name as keyof typeof others];
  }
  return score * 5;
}
