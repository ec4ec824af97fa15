import { sigmoid } from './modelPrior';

/** logit' = slope * logit + shift (Platt 1999). */
export interface PlattCalibration {
  readonly slope: number;
  readonly shift: number;
}

export const NO_CALIBRATION: PlattCalibration = { slope: 1, shift: 0 };

/** With fewer labels the correction would be noise. */
export const LEAST_LABELS = 30;
/** Inverse variances of the prior around "well calibrated already". */
const SLOPE_PRECISION = 10;
const SHIFT_PRECISION = 4;

/**
 * @param predictions logits that were predicted before the outcome was known, with the outcome
 * @returns a slope that is at least 0.1, so that the order of requests is kept
 */
export function fitPlatt(
  predictions: readonly { readonly logit: number; readonly success: boolean; readonly weight: number }[],
): PlattCalibration {
  if (predictions.length < LEAST_LABELS) return NO_CALIBRATION;
  let slope = 1;
  let shift = 0;
  for (let step = 0; step < 20; step++) {
    let gradientSlope = SLOPE_PRECISION * (slope - 1);
    let gradientShift = SHIFT_PRECISION * shift;
    let a = SLOPE_PRECISION;
    let b = 0;
    let c = SHIFT_PRECISION;
    for (const { logit, success, weight } of predictions) {
      const chance = sigmoid(slope * logit + shift);
      const residual = weight * (chance - (success ? 1 : 0));
      const curvature = weight * chance * (1 - chance);
      gradientSlope += residual * logit;
      gradientShift += residual;
      a += curvature * logit * logit;
      b += curvature * logit;
      c += curvature;
    }
    const determinant = a * c - b * b;
    const stepSlope = (c * gradientSlope - b * gradientShift) / determinant;
    const stepShift = (a * gradientShift - b * gradientSlope) / determinant;
    slope -= Math.max(-1, Math.min(1, stepSlope));
    shift -= Math.max(-1, Math.min(1, stepShift));
    if (Math.abs(stepSlope) + Math.abs(stepShift) < 1e-9) break;
  }
  return { slope: Math.max(0.1, slope), shift };
}
