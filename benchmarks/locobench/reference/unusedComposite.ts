/** A second composite of 17 fixed weights that stands in the published code and is never called: kept to show what LCBS is not. */

export const compositeNames = [
  'architectural_coherence',
  'dependency_traversal',
  'cross_file_reasoning',
  'system_thinking',
  'robustness',
  'comprehensiveness',
  'innovation',
  'solution_elegance',
  'compilation_success',
  'unit_test_performance',
  'integration_performance',
  'incremental_development',
  'security_analysis',
  'average_issues',
  'code_style',
  'information_coverage',
  'multi_session_memory',
] as const;

type CompositeName = (typeof compositeNames)[number];

const weights: Readonly<Partial<Record<CompositeName, number>>> = {
  compilation_success: 0.075,
  unit_test_performance: 0.075,
  integration_performance: 0.075,
  incremental_development: 0.075,
  security_analysis: 0.067,
  average_issues: 0.067,
  code_style: 0.066,
};

/** @param inputs each from 0 to 1; `average_issues` counts inverted @returns 0 to 5 */
export function unusedComposite(inputs: Readonly<Record<CompositeName, number>>): number {
  let score = 0;
  for (const name of compositeNames) {
    score += (weights[name] ?? 0.05) * (name === 'average_issues' ? 1 - inputs[name] : inputs[name]);
  }
  return score * 5;
}
