import type { TaskCategory } from './scenario';

export interface TestSuiteCounts {
  readonly compilation: number;
  readonly unit: number;
  readonly integration: number;
  readonly performance: number;
  readonly security: number;
}

/** How many tests the published suites name. They hold names and weights only: nothing of them can be run. */
export function testSuiteCounts(category: TaskCategory): TestSuiteCounts {
  return {
    compilation: ['feature_implementation', 'cross_file_refactoring'].includes(category) ? 4 : 3,
    unit: ['bug_investigation', 'security_analysis'].includes(category) ? 5 : 4,
    integration: 3,
    performance: 3,
    security: 3,
  };
}
