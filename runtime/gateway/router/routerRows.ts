import type { SQLOutputValue } from 'node:sqlite';
import { z } from 'zod';
import { NGRAM_BUCKETS, SHAPE_FEATURES, type PromptFeatures } from './features/promptFeatures';
import { TASK_TYPES } from './predictor/observation';
import type { LabelledDecision, StoredDecision } from './routerState';

/** Values of n-grams are kept in this many steps each side of 0: a byte. */
const STEPS = 127;

/** Columns indices, grams (first the largest value as a float, then bytes) and shape. */
export function featuresBlobs({ indices, values, shape }: PromptFeatures): [Uint8Array, Uint8Array, Uint8Array] {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const grams = new Uint8Array(4 + values.length);
  const view = new DataView(grams.buffer);
  view.setFloat32(0, largest, true);
  values.forEach((value, i) => view.setInt8(4 + i, largest === 0 ? 0 : Math.round((value / largest) * STEPS)));
  return [new Uint8Array(indices.buffer, indices.byteOffset, indices.byteLength), grams, new Uint8Array(shape.buffer)];
}

const blob = z.instanceof(Uint8Array);
const features = z.object({ indices: blob, grams: blob, shape: blob }).transform((row, context): PromptFeatures => {
  // Copies begin at a multiple of eight, whatever SQLite's own buffers do.
  const indices = new Uint16Array(row.indices.slice().buffer);
  const shape = new Float64Array(row.shape.slice().buffer);
  const view = new DataView(row.grams.slice().buffer);
  const sound =
    shape.length === SHAPE_FEATURES &&
    view.byteLength === 4 + indices.length &&
    indices.every((index) => index < NGRAM_BUCKETS);
  if (!sound) {
    context.addIssue('The features of a decision are not of this version.');
    return z.NEVER;
  }
  const largest = view.getFloat32(0, true);
  const values = Float32Array.from(indices, (_, i) => (view.getInt8(4 + i) / STEPS) * largest);
  return { indices, values, shape };
});

const decision = z.object({
  id: z.string(),
  at: z.number(),
  task_type: z.enum(TASK_TYPES),
  model: z.string(),
  mode: z.enum(['fixed', 'direct', 'cascade']),
  propensity: z.number(),
  local_models: z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text))),
  chances: z.string().transform((text) => z.record(z.string(), z.number()).parse(JSON.parse(text))),
});

const label = z.object({
  number: z.number(),
  writer: z.string(),
  event: z.enum([
    ...(['verified', 'verification-failed', 'accepted', 'kept', 'undone', 'rejected', 'asked-again'] as const),
    ...(['escalation-succeeded', 'judged-right', 'judged-wrong'] as const),
  ]),
  success: z.number(),
  weight: z.number(),
  label_at: z.number(),
  label_model: z.string(),
});

type Row = Readonly<Record<string, SQLOutputValue>>;

export function decisionFrom(row: Row): StoredDecision {
  const { task_type: taskType, local_models: localModels, ...rest } = decision.parse(row);
  return { ...rest, taskType, localModels, features: features.parse(row) };
}

export function labelFrom(row: Row): {
  readonly number: number;
  readonly writer: string;
  readonly label: LabelledDecision;
} {
  const { number, writer, event, success, weight, label_at: at, label_model: model } = label.parse(row);
  const { id, taskType, chances, localModels, features: seen } = decisionFrom(row);
  return {
    number,
    writer,
    label: {
      ...{ decision: id, model, event, success: success === 1, weight, at, taskType, features: seen },
      ...{ chance: chances[model], local: localModels.includes(model) },
    },
  };
}
