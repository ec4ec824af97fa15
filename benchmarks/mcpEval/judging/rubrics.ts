/** What a judge rates of an answer, each 0 to 1 (MCPEval, arXiv 2507.12806). */
export const trajectoryAspects = [
  'planning',
  'execution_flow',
  'tool_selection',
  'tool_usage',
  'adaptability',
  'efficiency',
  'context_awareness',
] as const;

export const completionAspects = ['requirement_coverage', 'accuracy', 'completeness', 'usefulness'] as const;

export type JudgeKind = 'trajectory' | 'completion';

export const aspectsOf = (kind: JudgeKind): readonly string[] =>
  kind === 'trajectory' ? trajectoryAspects : completionAspects;
