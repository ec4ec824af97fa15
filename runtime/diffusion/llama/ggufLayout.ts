import { createHash } from 'node:crypto';
import { ggufFile } from '../../models';
import { RuntimeError } from '../../runtimeError';
import { ggufBytes, ggufHead, type GgufEntry, type GgufType } from '../../llama';
import type { CheckpointSource } from '../checkpoint/checkpointSource';
import type { PlacedConstant, StoredConstant } from '../checkpoint/dataPlan';
import { halfMatrix, q8Block, q8Matrix } from '../checkpoint/ggufMatrix';
import type { ModelLayout } from '../checkpoint/modelLayout';
import { fp32Matrix } from '../checkpoint/storedMatrix';
import type { WeightSource } from '../checkpoint/weights';
import type { GgufFormat } from '../weightFormats';
import { ggufMetadata, ggufParts, type GgufPart } from './ggufModel';

const types: Readonly<Record<GgufFormat, GgufType>> = { 'gguf-f16': 'F16', 'gguf-q8_0': 'Q8_0' };

/**
 * A checkpoint as one GGUF file: the head, then the tensors in the order in which the checkpoint has them, so that it is
 * read from beginning to end. llama.cpp wants the head to name them in the order of their data.
 * @throws RuntimeError model-unsupported for a family that llama.cpp cannot run with full attention and a cache
 */
export function ggufLayout(
  { config, tensors, tokenizerText }: Pick<CheckpointSource, 'config' | 'tensors' | 'tokenizerText'>,
  format: GgufFormat,
  name: string,
): ModelLayout {
  if (config.attention !== 'full') {
    throw new RuntimeError(
      'model-unsupported',
      `llama.cpp cannot run the family "${config.family}": its context never sees the window.`,
      'Convert it to a format of ONNX Runtime, e.g. int8.',
    );
  }
  const type = types[format];
  const tokenizer: unknown = JSON.parse(tokenizerText);
  const metadata = ggufMetadata(config, { type, name, tokenizer });
  const parts = [...ggufParts(config)].sort((a, b) => tensors.position(a.source) - tensors.position(b.source));
  const entries = parts.map((part) => entryOf(part, type));
  const { bytes: head, starts } = ggufHead(metadata, entries);
  const first: PlacedConstant = { constant: { name: 'head', data: () => once(head) }, start: 0, end: head.length };
  const placed = parts.map((part, index): PlacedConstant => {
    const start = starts[index]!;
    return { constant: constantOf(part, type, tensors), start, end: start + ggufBytes(entries[index]!) };
  });
  const constants = [first, ...placed];
  const bytes = placed.at(-1)?.end ?? head.length;
  // The head has names, types, shapes and places.
  const fingerprint = createHash('sha256').update(head).digest('hex');
  return {
    dataFile: ggufFile,
    plan: { constants, bytes, fingerprint },
    constants: constants.map(({ constant }) => constant),
    bytes,
  };
}

function entryOf({ name, outputs, inputs }: GgufPart, type: GgufType): GgufEntry {
  if (inputs === undefined) return { name, shape: [outputs], type: 'F32' };
  if (type === 'Q8_0' && inputs % q8Block !== 0) {
    const message = `"${name}" has rows of ${inputs} values, which are no multiple of ${q8Block} as Q8_0 needs.`;
    throw new RuntimeError('model-unsupported', message, 'Choose gguf-f16.');
  }
  return { name, shape: [inputs, outputs], type };
}

function constantOf(
  { name, source, outputs, inputs }: GgufPart,
  type: GgufType,
  weights: WeightSource,
): StoredConstant {
  const rows = [{ name: source, from: 0, to: outputs }];
  if (inputs === undefined || type === 'F32') return { name, ...fp32Matrix(weights, rows, inputs ?? 1) };
  return { name, ...(type === 'F16' ? halfMatrix(weights, rows, inputs) : q8Matrix(weights, rows, inputs)) };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
