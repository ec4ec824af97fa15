import type { WeighedArm } from './weighArms';

/** "local/qwen 0.82 ± 0.07" */
export function chanceText({ arm, success, deviation }: WeighedArm): string {
  return `${arm.model.title} ${success.toFixed(2)} ± ${deviation.toFixed(2)}`;
}

/** Micro-dollars in cents: "3.1 cents", "0.042 cents". */
export function centsText(micros: number): string {
  const cents = micros / 10_000;
  if (cents === 0) return 'nothing';
  return `${cents >= 10 ? cents.toFixed(0) : Number(cents.toPrecision(2)).toString()} cents`;
}

/** Why one was preferred to another, in one sentence. */
export function comparison(chosen: WeighedArm, other: WeighedArm, value: number, lambda: number): string {
  const chances = `Expected to succeed: ${chanceText(chosen)}, ${chanceText(other)}.`;
  const gain = (other.success - chosen.success) * value;
  const price = lambda > 0 ? ` at today's price of money (a dollar counts as ${(1 + lambda).toFixed(1)})` : '';
  if (other.expectedCost > chosen.expectedCost) {
    const dearer = centsText(other.expectedCost - chosen.expectedCost);
    return gain > 0
      ? `${chances} The gain is worth ${centsText(gain)}, less than the ${dearer} that it costs more${price}.`
      : `${chances} The other one costs ${dearer} more and promises no gain.`;
  }
  if (other.expectedCost < chosen.expectedCost) {
    const dearer = centsText(chosen.expectedCost - other.expectedCost);
    return `${chances} The gain is worth ${centsText(-gain)}, for ${dearer} more${price}.`;
  }
  return `${chances} They cost the same.`;
}
