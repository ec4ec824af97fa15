import { endClasses, lengthClasses, origins } from '../copyGroups';
import type { CopyWeights } from '../copyMixture';
import type { EvidenceRow, GroupRow } from './evidenceRows';

/** Pull of every weight to where it started: classes that hardly occur stay near their neighbours. */
const decay = 2e-5;
const steps = 600;
const rate = 0.05;
const leastProbability = 1e-6;

/** Mean negative log-likelihood of the true tokens. Nats. */
export function lossOf(rows: readonly EvidenceRow[], weights: CopyWeights): number {
  const values = toValues(weights);
  let sum = 0;
  for (const row of rows) sum -= Math.log(probabilityOf(row, values, undefined));
  return sum / rows.length;
}

/** Maximises the likelihood of the true tokens by gradient descent (Adam). */
export function fitWeights(rows: readonly EvidenceRow[], start: CopyWeights): CopyWeights {
  const values = toValues(start);
  const first = values.slice();
  const mean = new Float64Array(values.length);
  const square = new Float64Array(values.length);
  for (let step = 1; step <= steps; step++) {
    const gradient = new Float64Array(values.length);
    for (const row of rows) probabilityOf(row, values, gradient);
    for (let i = 0; i < values.length; i++) {
      const slope = -gradient[i]! / rows.length + decay * (values[i]! - first[i]!);
      mean[i] = 0.9 * mean[i]! + 0.1 * slope;
      square[i] = 0.99 * square[i]! + 0.01 * slope * slope;
      const size = (rate * Math.min(1, (2 * (steps - step)) / steps)) / (1 - 0.9 ** step);
      values[i]! -= (size * mean[i]!) / (Math.sqrt(square[i]! / (1 - 0.99 ** step)) + 1e-10);
    }
  }
  return fromValues(values);
}

const at = {
  length: 0,
  origin: lengthClasses,
  joins: lengthClasses + origins.length,
  count: lengthClasses + origins.length + 1,
  purity: lengthClasses + origins.length + 2,
  end: lengthClasses + origins.length + 3,
  certainty: lengthClasses + origins.length + 3 + endClasses,
};

function toValues(weights: CopyWeights): Float64Array {
  const { length, origin, joins, count, purity, end, certainty } = weights;
  return Float64Array.from([...length, ...origin, joins, count, purity, ...end, certainty]);
}

function fromValues(values: Float64Array): CopyWeights {
  const round = (value: number) => Math.round(value * 1000) / 1000;
  const cut = (from: number, count: number) => Array.from(values.subarray(from, from + count), round);
  return {
    length: cut(at.length, lengthClasses),
    origin: cut(at.origin, origins.length),
    joins: round(values[at.joins]!),
    count: round(values[at.count]!),
    purity: round(values[at.purity]!),
    end: cut(at.end, endClasses),
    certainty: round(values[at.certainty]!),
  };
}

/**
 * Probability of the true token.
 * @param gradient where the derivatives of its logarithm are added
 */
function probabilityOf(row: EvidenceRow, values: Float64Array, gradient: Float64Array | undefined): number {
  const log = Math.log(Math.max(row.modelGreatest, leastProbability));
  const own = Math.exp(values[at.certainty]! * log);
  const parts = row.groups.map((group) => ({ group, ...massOf(group, row, values) }));
  const right = own * row.modelProbability + parts.reduce((sum, { mass, share }) => sum + mass * share, 0);
  const all = own + parts.reduce((sum, { mass }) => sum + mass, 0);
  const floor = leastProbability * all;
  if (gradient && right > floor) {
    gradient[at.certainty]! += log * own * (row.modelProbability / right - 1 / all);
    for (const { group, mass, share, shareByEnd } of parts) {
      const slope = mass * (share / right - 1 / all);
      gradient[at.length + group.length]! += slope;
      gradient[at.origin + group.origin]! += slope;
      if (group.joins) gradient[at.joins]! += slope;
      gradient[at.purity]! += slope * group.purity;
      gradient[at.count]! += slope * Math.log(total(group.votes));
      for (let end = 0; end < endClasses; end++) gradient[at.end + end]! += (mass * shareByEnd[end]!) / right;
    }
  }
  return Math.max(right, floor) / all;
}

/** A group's mass, the share of it that is for the true token, and the share's derivative by each end weight. */
function massOf(group: GroupRow, row: EvidenceRow, values: Float64Array) {
  const count = total(group.votes);
  const joins = group.joins ? values[at.joins]! : 0;
  const logMass =
    values[at.length + group.length]! +
    values[at.origin + group.origin]! +
    joins +
    values[at.purity]! * group.purity +
    values[at.count]! * Math.log(count);
  let share = row.ends ? 0 : group.hits[endClasses]! / count;
  const shareByEnd: number[] = [];
  for (let end = 0; end < endClasses; end++) {
    const ending = row.mayEnd ? 1 / (1 + Math.exp(-values[at.end + end]!)) : 0;
    const votes = (row.ends ? group.votes[end]! : group.hits[end]!) / count;
    share += votes * (row.ends ? ending : 1 - ending);
    shareByEnd.push((row.ends ? 1 : -1) * votes * ending * (1 - ending));
  }
  return { mass: Math.exp(logMass), share, shareByEnd };
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
