/**
 * The part of the Protocol Buffers wire format that an ONNX file needs: varints, length-delimited fields and
 * little-endian floats. https://protobuf.dev/programming-guides/encoding
 */
export class ProtobufWriter {
  private readonly parts: Uint8Array[] = [];
  private size = 0;

  /** A varint field (int32, int64, enum). Negative numbers take ten bytes, as the format asks. */
  integer(field: number, value: number | bigint): this {
    return this.push(varint(BigInt(field) << 3n)).push(varint(BigInt.asUintN(64, BigInt(value))));
  }

  float(field: number, value: number): this {
    const data = new Uint8Array(4);
    new DataView(data.buffer).setFloat32(0, value, true);
    return this.push(varint((BigInt(field) << 3n) | 5n)).push(data);
  }

  bytes(field: number, value: Uint8Array): this {
    return this.push(varint((BigInt(field) << 3n) | 2n))
      .push(varint(BigInt(value.length)))
      .push(value);
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  message(field: number, value: ProtobufWriter): this {
    this.push(varint((BigInt(field) << 3n) | 2n)).push(varint(BigInt(value.size)));
    for (const part of value.parts) this.push(part);
    return this;
  }

  /** The message in pieces, in order; large byte fields are not copied. */
  pieces(): readonly Uint8Array[] {
    return this.parts;
  }

  private push(part: Uint8Array): this {
    this.parts.push(part);
    this.size += part.length;
    return this;
  }
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
