import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { RuntimeError } from '../../runtimeError';
import type { LengthCalibration } from './lengthCalibration';

/** Name of a length calibration in a model folder. */
export const lengthFile = 'length.json';

const coefficient = z.number().nonnegative();
const lengthSchema = z.strictObject({
  bias: z.strictObject({ a: coefficient, b: coefficient, c: coefficient, d: coefficient, e: coefficient }),
  points: z.array(
    z.strictObject({
      tokens: z.number().int().positive(),
      confidence: z.number().min(0).max(1),
      n: z.number().int().positive(),
    }),
  ),
});

/** @throws RuntimeError model-corrupt */
export async function readLengthCalibration(file: string): Promise<LengthCalibration> {
  let data: unknown;
  try {
    data = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw damaged(file, 'it cannot be read, or is no JSON', error);
  }
  const parsed = lengthSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw damaged(file, parsed.error.issues.map(({ path, message }) => `"${path.join('.')}": ${message}`).join('; '));
}

/** Text of a calibration's file. */
export function lengthText(calibration: LengthCalibration): string {
  return `${JSON.stringify(calibration, undefined, 2)}\n`;
}

function damaged(file: string, what: string, cause?: unknown): RuntimeError {
  const action = 'Download the model or fit the length calibration again.';
  return new RuntimeError('model-corrupt', `${file} is damaged: ${what}.`, action, { cause });
}
