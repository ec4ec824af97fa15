import { ProtobufWriter } from './protobuf';

/** ONNX element types (TensorProto.DataType). */
export const dataTypes = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7 } as const;
export type DataType = keyof typeof dataTypes;
const bytesPerElement: Readonly<Record<DataType, number>> = { float32: 4, uint8: 1, int8: 1, int32: 4, int64: 8 };

/** Name of a tensor inside the graph. */
export type Value = string;

export type Attribute =
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'ints'; readonly value: readonly number[] };
export const float = (value: number): Attribute => ({ kind: 'float', value });
export const int = (value: number): Attribute => ({ kind: 'int', value });
export const ints = (...value: number[]): Attribute => ({ kind: 'ints', value });

/** A constant tensor. */
export interface Initializer {
  readonly name: string;
  readonly type: DataType;
  readonly dims: readonly number[];
  /** Names of the checkpoint's tensors that it is made of, for writing constants in the order of their sources. */
  readonly sources?: readonly string[];
  /**
   * Its bytes in order, in pieces, so that hardly any constant has to be in memory as a whole. A piece may be
   * overwritten once the next one is asked for. Every call starts anew and gives the same bytes.
   */
  readonly data: () => AsyncIterable<Uint8Array>;
}

interface Node {
  readonly type: string;
  readonly domain: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

interface Port {
  readonly name: string;
  readonly type: DataType;
  /** Numbers are fixed sizes, names are free ones. */
  readonly dims: readonly (number | string)[];
}

/** Domain of the operators that ONNX Runtime adds to the standard's. */
export const microsoft = 'com.microsoft';
/** 23 brought RMSNormalization; nothing newer is needed. */
const opset = 23;
const irVersion = 10;

/** Collects nodes in execution order and writes them as an ONNX model. */
export class GraphBuilder {
  private readonly nodes: Node[] = [];
  private readonly inputs: Port[] = [];
  private readonly outputs: Port[] = [];
  private readonly constants = new Map<string, Initializer>();

  constructor(private readonly name: string) {}

  input(name: string, type: DataType, dims: readonly (number | string)[]): Value {
    this.inputs.push({ name, type, dims });
    return name;
  }

  output(name: Value, type: DataType, dims: readonly (number | string)[]): void {
    this.outputs.push({ name, type, dims });
  }

  initializer(value: Initializer): Value {
    this.constants.set(value.name, value);
    return value.name;
  }

  floats(name: string, dims: readonly number[], values: Float32Array): Value {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return this.initializer({ name, type: 'float32', dims, data: () => pieces(bytes) });
  }

  /** A constant shape, axis or index list; equal lists share one initializer. */
  integers(...values: number[]): Value {
    return this.integerConstant(`i_${values.join('_')}`, [values.length], values);
  }

  /** A constant index without dimensions. */
  index(value: number): Value {
    return this.integerConstant(`s_${value}`, [], [value]);
  }

  scalar(type: 'float32' | 'uint8' | 'int8', value: number): Value {
    const data =
      type === 'float32' ? Float32Array.of(value) : type === 'int8' ? Int8Array.of(value) : Uint8Array.of(value);
    const bytes = new Uint8Array(data.buffer);
    return this.initializer({ name: `${type}_${value}`, type, dims: [], data: () => pieces(bytes) });
  }

  /** Adds a node with one output and returns the output. `name` may be given for tensors that tests or people look at. */
  op(
    type: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>> = {},
    name?: string,
  ): Value {
    return this.node(type, '', inputs, attributes, [name ?? this.fresh(type)])[0]!;
  }

  /** Adds a node of ONNX Runtime's own operators with one output. */
  contrib(type: string, inputs: readonly Value[], attributes: Readonly<Record<string, Attribute>> = {}): Value {
    return this.node(type, microsoft, inputs, attributes, [this.fresh(type)])[0]!;
  }

  node(
    type: string,
    domain: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>>,
    outputs: readonly Value[],
  ): readonly Value[] {
    this.nodes.push({ type, domain, inputs, outputs, attributes });
    return outputs;
  }

  fresh(type: string): Value {
    return `${type}_${this.nodes.length}`;
  }

  split(value: Value, axis: number, ...sizes: number[]): readonly Value[] {
    const base = this.fresh('Split');
    const outputs = sizes.map((_, index) => `${base}_${index}`);
    return this.node('Split', '', [value, this.integers(...sizes)], { axis: int(axis) }, outputs);
  }

  /** All constants, in the order in which they were added. */
  initializers(): readonly Initializer[] {
    return [...this.constants.values()];
  }

  /**
   * Writes the model. Constants that have a place in `external` are only referred to; their data is not asked for.
   * @returns pieces of the file in order
   */
  async encode(external?: ExternalData): Promise<readonly Uint8Array[]> {
    const graph = new ProtobufWriter();
    for (const node of this.nodes) graph.message(1, encodeNode(node));
    graph.text(2, this.name);
    for (const constant of this.constants.values()) graph.message(5, await encodeConstant(constant, external));
    for (const port of this.inputs) graph.message(11, encodePort(port));
    for (const port of this.outputs) graph.message(12, encodePort(port));
    const model = new ProtobufWriter().integer(1, irVersion).text(2, 'whetstone').message(7, graph);
    model.message(8, new ProtobufWriter().text(1, '').integer(2, opset));
    model.message(8, new ProtobufWriter().text(1, microsoft).integer(2, 1));
    return model.pieces();
  }

  private integerConstant(name: string, dims: readonly number[], values: readonly number[]): Value {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.initializer({ name, type: 'int64', dims, data: () => pieces(bytes) });
  }
}

/** Where constants lie that are not part of the model file. */
export interface ExternalData {
  /** Name of a file beside the model. */
  readonly file: string;
  /** Offsets in bytes, by the constant's name. */
  readonly offsets: ReadonlyMap<string, number>;
}

/** Bytes that are there already, as an initializer gives them. */
export async function* pieces(...bytes: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* await Promise.resolve(bytes);
}

/** Bytes of a constant's data. */
export function byteLength(constant: Initializer): number {
  return constant.dims.reduce((product, size) => product * size, bytesPerElement[constant.type]);
}

async function encodeConstant(constant: Initializer, external: ExternalData | undefined): Promise<ProtobufWriter> {
  const tensor = new ProtobufWriter();
  for (const size of constant.dims) tensor.integer(1, size);
  tensor.integer(2, dataTypes[constant.type]).text(8, constant.name);
  const offset = external?.offsets.get(constant.name);
  if (!external || offset === undefined) return tensor.bytes(9, await collect(constant));
  const entries = { location: external.file, offset: String(offset), length: String(byteLength(constant)) };
  for (const [key, value] of Object.entries(entries)) {
    tensor.message(13, new ProtobufWriter().text(1, key).text(2, value));
  }
  return tensor.integer(14, 1);
}

async function collect(constant: Initializer): Promise<Uint8Array> {
  const data = new Uint8Array(byteLength(constant));
  let filled = 0;
  for await (const piece of constant.data()) {
    if (filled + piece.length <= data.length) data.set(piece, filled);
    filled += piece.length;
  }
  if (filled === data.length) return data;
  throw new Error(`${constant.name}: ${filled} bytes do not fill [${constant.dims.join(', ')}]`);
}

function encodeNode(node: Node): ProtobufWriter {
  const message = new ProtobufWriter();
  for (const input of node.inputs) message.text(1, input);
  for (const output of node.outputs) message.text(2, output);
  message.text(3, node.outputs[0] ?? '').text(4, node.type);
  for (const [name, attribute] of Object.entries(node.attributes)) {
    message.message(5, encodeAttribute(name, attribute));
  }
  return message.text(7, node.domain);
}

function encodeAttribute(name: string, attribute: Attribute): ProtobufWriter {
  const message = new ProtobufWriter().text(1, name);
  switch (attribute.kind) {
    case 'float':
      return message.float(2, attribute.value).integer(20, 1);
    case 'int':
      return message.integer(3, attribute.value).integer(20, 2);
    case 'ints':
      for (const value of attribute.value) message.integer(8, value);
      return message.integer(20, 7);
  }
}

function encodePort(port: Port): ProtobufWriter {
  const shape = new ProtobufWriter();
  for (const size of port.dims) {
    const dim = new ProtobufWriter();
    shape.message(1, typeof size === 'number' ? dim.integer(1, size) : dim.text(2, size));
  }
  const tensor = new ProtobufWriter().integer(1, dataTypes[port.type]).message(2, shape);
  return new ProtobufWriter().text(1, port.name).message(2, new ProtobufWriter().message(1, tensor));
}
