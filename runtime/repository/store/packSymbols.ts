import type { CodeSymbol, Range, SymbolKind } from '../types';
import { ByteReader, ByteWriter } from './byteWriter';

const kinds: readonly SymbolKind[] = [
  'function',
  'method',
  'constructor',
  'class',
  'interface',
  'enum',
  'type',
  'struct',
  'trait',
  'module',
  'constant',
  'variable',
  'field',
];

const has = { body: 1, documentation: 2, exported: 4, parameters: 8, number: 16 };

/** Ids are not kept: they follow from path, container, name, and the number after `#`. */
export function packSymbols(symbols: readonly CodeSymbol[]): Uint8Array {
  const writer = new ByteWriter();
  writer.number(symbols.length);
  for (const symbol of symbols) {
    const number = Number(/#(\d+)$/.exec(symbol.id.slice(symbol.path.length + plainId(symbol).length + 1))?.[1] ?? 0);
    writer.number(
      (symbol.body === undefined ? 0 : has.body) |
        (symbol.documentation === undefined ? 0 : has.documentation) |
        (symbol.exported ? has.exported : 0) |
        (symbol.parameters === undefined ? 0 : has.parameters) |
        (number === 0 ? 0 : has.number) |
        (kinds.indexOf(symbol.kind) << 5),
    );
    writer.text(symbol.name);
    texts(writer, symbol.container);
    writer.text(symbol.signature);
    range(writer, symbol.range);
    range(writer, symbol.selection);
    if (symbol.body !== undefined) range(writer, symbol.body);
    if (symbol.documentation !== undefined) writer.text(symbol.documentation);
    if (symbol.parameters !== undefined) texts(writer, symbol.parameters);
    if (number !== 0) writer.number(number);
  }
  return writer.take();
}

export function unpackSymbols(bytes: Uint8Array, path: string): readonly CodeSymbol[] {
  const reader = new ByteReader(bytes);
  return Array.from({ length: reader.number() }, () => unpackSymbol(reader, path));
}

function unpackSymbol(reader: ByteReader, path: string): CodeSymbol {
  const flags = reader.number();
  const name = reader.text();
  const container = readTexts(reader);
  const signature = reader.text();
  const whole = readRange(reader);
  const selection = readRange(reader);
  const body = (flags & has.body) === 0 ? undefined : readRange(reader);
  const documentation = (flags & has.documentation) === 0 ? undefined : reader.text();
  const parameters = (flags & has.parameters) === 0 ? undefined : readTexts(reader);
  const number = (flags & has.number) === 0 ? undefined : reader.number();
  return {
    id: `${path}:${plainId({ container, name })}${number === undefined ? '' : `#${number}`}`,
    name,
    kind: kinds[flags >> 5] ?? 'variable',
    path,
    range: whole,
    selection,
    body,
    documentation,
    container,
    exported: (flags & has.exported) !== 0,
    signature,
    parameters,
  };
}

function plainId({ container, name }: Pick<CodeSymbol, 'container' | 'name'>): string {
  return [...container, name].join('.');
}

function texts(writer: ByteWriter, values: readonly string[]): void {
  writer.number(values.length);
  for (const value of values) writer.text(value);
}

function readTexts(reader: ByteReader): readonly string[] {
  return Array.from({ length: reader.number() }, () => reader.text());
}

function range(writer: ByteWriter, { start, end }: Range): void {
  writer.number(start.line);
  writer.number(start.column);
  writer.number(end.line - start.line);
  writer.number(end.column);
}

function readRange(reader: ByteReader): Range {
  const start = { line: reader.number(), column: reader.number() };
  return { start, end: { line: start.line + reader.number(), column: reader.number() } };
}
