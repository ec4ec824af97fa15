import { DIMENSION_WEIGHTS, METRICS, type Dimension, type MetricName, type Metrics } from './metrics';

export interface VerifiedScore {
  /** 0 to 5; 0 where nothing was measured. */
  readonly score: number;
  readonly dimensions: Readonly<Record<Dimension, number | undefined>>;
  readonly metrics: Readonly<Record<MetricName, number | undefined>>;
}

export const metricNames = Object.keys(METRICS).filter((name): name is MetricName => Object.hasOwn(METRICS, name));

/** A dimension is the mean of its measured metrics; the score 5 times the weighted mean of measured dimensions. */
export function verifiedScore(measured: Metrics): VerifiedScore {
  const value = (name: MetricName) => {
    const given = measured[name];
    return given === undefined || !Number.isFinite(given) ? undefined : Math.min(1, Math.max(0, given));
  };
  const of = (dimension: Dimension) =>
    mean(metricNames.flatMap((name) => (METRICS[name].dimension === dimension ? (value(name) ?? []) : [])));
  const dimensions = { SE: of('SE'), FC: of('FC'), CQ: of('CQ'), LCU: of('LCU') };
  let [sum, weights] = [0, 0];
  for (const dimension of ['SE', 'FC', 'CQ', 'LCU'] as const) {
    const mark = dimensions[dimension];
    if (mark === undefined) continue;
    sum += DIMENSION_WEIGHTS[dimension] * mark;
    weights += DIMENSION_WEIGHTS[dimension];
  }
  return {
    score: weights === 0 ? 0 : (5 * sum) / weights,
    dimensions,
    metrics: metricRecord(value),
  };
}

function metricRecord(
  value: (name: MetricName) => number | undefined,
): Readonly<Record<MetricName, number | undefined>> {
  const of = (name: MetricName) => value(name);
  return {
    ...{ ACS: of('ACS'), DTA: of('DTA'), CFRD: of('CFRD'), STS: of('STS'), RS: of('RS'), CS: of('CS'), IS: of('IS') },
    ...{ SES: of('SES'), CCS: of('CCS'), UTP: of('UTP'), ITP: of('ITP'), IDC: of('IDC'), SAS: of('SAS') },
    ...{ AIF: of('AIF'), CSA: of('CSA'), ICU: of('ICU'), MMR: of('MMR') },
  };
}

export function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, each) => sum + each, 0) / values.length;
}

/** Of several parts: each metric is the mean of the parts in which it was measured. */
export function meanMetrics(parts: readonly Metrics[]): Metrics {
  return Object.fromEntries(metricNames.map((name) => [name, mean(parts.flatMap((part) => part[name] ?? []))]));
}
