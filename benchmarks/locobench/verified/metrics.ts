/** The 17 metrics under the reference's names, with the fact that each of them is here. `README.md` has their formulas. */

export type Dimension = 'SE' | 'FC' | 'CQ' | 'LCU';

/** The reference's weights; those of dimensions that were not measured go to the others. */
export const DIMENSION_WEIGHTS: Readonly<Record<Dimension, number>> = { SE: 0.4, FC: 0.3, CQ: 0.2, LCU: 0.1 };

export const METRICS = {
  ACS: { dimension: 'SE', title: 'Architectural coherence: new imports that close no cycle' },
  DTA: { dimension: 'SE', title: 'Dependency traversal: places and edges that were named, in order' },
  CFRD: { dimension: 'SE', title: 'Cross-file reasoning: imports and uses that the reference makes, made here too' },
  STS: { dimension: 'SE', title: 'System thinking: never measured' },
  RS: { dimension: 'SE', title: 'Robustness: faults that written tests notice' },
  CS: { dimension: 'SE', title: 'Comprehensiveness: what was asked that is done' },
  IS: { dimension: 'SE', title: 'Innovation: never measured' },
  SES: { dimension: 'SE', title: 'Elegance: lines changed, against the reference' },
  CCS: { dimension: 'FC', title: 'Compilation: no new errors of types or syntax' },
  UTP: { dimension: 'FC', title: 'Tests that the task is about; answers that are right' },
  ITP: { dimension: 'FC', title: 'Tests that passed before, and still do' },
  IDC: { dimension: 'FC', title: 'Incremental development: no interface broken that the reference keeps' },
  SAS: { dimension: 'CQ', title: 'Security: no new secret or weakness in changed lines' },
  AIF: { dimension: 'CQ', title: 'Issues found by the repository’s own linter, new ones' },
  CSA: { dimension: 'CQ', title: 'Style: added lines follow the file’s own' },
  ICU: { dimension: 'LCU', title: 'Information used: files and symbols that matter, against others' },
  MMR: { dimension: 'LCU', title: 'Memory: what was decided in earlier sessions' },
} as const satisfies Readonly<Record<string, { readonly dimension: Dimension; readonly title: string }>>;

export type MetricName = keyof typeof METRICS;

/** 0 to 1; what is missing or undefined was not measured. */
export type Metrics = Readonly<Partial<Record<MetricName, number | undefined>>>;
