import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { GateModel } from '../../protocol';
import { RuntimeError } from '../../runtimeError';
import { isFeatureName } from './features';

/** Name of a gate in a model folder. */
export const gateFile = 'gate.json';

const gateSchema = z
  .object({
    features: z.array(z.string()),
    weights: z.array(z.number()),
    bias: z.number(),
    n: z.number().int().positive(),
  })
  .refine(({ features, weights }) => features.length === weights.length, 'there must be one weight a feature');

/** @throws RuntimeError model-corrupt, or model-unsupported when it weighs what this version does not know */
export async function readGate(file: string): Promise<GateModel> {
  let data: unknown;
  try {
    data = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw damaged(file, 'it is no JSON', error);
  }
  const parsed = gateSchema.safeParse(data);
  if (!parsed.success) throw damaged(file, parsed.error.issues.map(({ message }) => message).join('; '));
  const unknown = parsed.data.features.filter((name) => !isFeatureName(name));
  if (unknown.length > 0) {
    const message = `${file} weighs what this version of Whetstone does not know (${unknown.join(', ')}).`;
    throw new RuntimeError('model-unsupported', message, 'Update Whetstone, or fit the gate again with this version.');
  }
  return parsed.data;
}

/** Text of a gate's file. */
export function gateText(gate: GateModel): string {
  return `${JSON.stringify(gate, undefined, 2)}\n`;
}

function damaged(file: string, what: string, cause?: unknown): RuntimeError {
  return new RuntimeError(
    'model-corrupt',
    `${file} is damaged: ${what}.`,
    'Download the model or fit the gate again.',
    {
      cause,
    },
  );
}
