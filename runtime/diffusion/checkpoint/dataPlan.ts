import { createHash } from 'node:crypto';
import { byteLength, type Initializer } from '../onnx/graphBuilder';

/** What is written into a file of weights: its name, the checkpoint's tensors that it is made of, and its bytes. */
export type StoredConstant = Pick<Initializer, 'name' | 'sources' | 'data'>;

/** A constant with its place in the file beside the model. */
export interface PlacedConstant {
  readonly constant: StoredConstant;
  /** Byte positions in the file. */
  readonly start: number;
  readonly end: number;
}

/** What goes into the file beside the model, in the order in which it is written. */
export interface DataPlan {
  readonly constants: readonly PlacedConstant[];
  readonly bytes: number;
  /** SHA-256 of names, types, shapes and places: the same for the same plan. */
  readonly fingerprint: string;
}

/** ONNX Runtime maps constants into memory where they begin at a page. */
const pageBytes = 4096;
/** Smaller ones stay in the model file. */
const leastBytes = 1024;

/** The tensors that a checkpoint has, as far as the order of reading needs it. */
export interface TensorPlaces {
  /** @returns where the tensor begins; 0 when there is none */
  position(name: string): number;
}

/**
 * Places constants in the order of their sources in the checkpoint, so that this is read from beginning to end. Shapes
 * are known before any data is, hence places too: a constant can be written, or left out because it is there already,
 * without asking for the others.
 */
export function planData(constants: readonly Initializer[], tensors: TensorPlaces): DataPlan {
  const firstSource = ({ sources = [] }: Initializer) => Math.min(...sources.map((name) => tensors.position(name)));
  const ordered = constants
    .filter((constant) => byteLength(constant) >= leastBytes)
    .map((constant) => ({ constant, at: constant.sources?.length ? firstSource(constant) : -1 }))
    // Stable: a matrix and its scales have the same sources and stay together.
    .sort((a, b) => a.at - b.at);
  const placed: PlacedConstant[] = [];
  const hash = createHash('sha256');
  let end = 0;
  for (const { constant } of ordered) {
    const start = Math.ceil(end / pageBytes) * pageBytes;
    end = start + byteLength(constant);
    placed.push({ constant, start, end });
    hash.update(JSON.stringify([constant.name, constant.type, constant.dims, start, end]));
  }
  return { constants: placed, bytes: end, fingerprint: hash.digest('hex') };
}
