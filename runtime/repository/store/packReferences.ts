import type { RawReference } from '../extraction/types';
import type { Reference } from '../types';
import { ByteReader, ByteWriter } from './byteWriter';

const roles: readonly Reference['role'][] = ['read', 'write', 'call', 'new', 'type', 'import'];

/** Table of names, then for each reference: name, lines since the last one, column, role and flags, and what the flags say is there. */
export function packReferences(references: readonly RawReference[]): Uint8Array {
  const names = new Map<string, number>();
  const numberOf = (name: string): number => {
    const known = names.get(name);
    if (known !== undefined) return known;
    names.set(name, names.size);
    return names.size - 1;
  };
  const body = references.map((reference) => ({
    name: numberOf(reference.name),
    qualifier: reference.qualifier === undefined ? undefined : numberOf(reference.qualifier),
  }));
  const writer = new ByteWriter();
  writer.number(names.size);
  for (const name of names.keys()) writer.text(name);
  writer.number(references.length);
  let line = 0;
  references.forEach(({ start, role, within, local }, at) => {
    const { name, qualifier } = body[at]!;
    writer.number(name);
    // A name may stand before one that was met earlier in the tree.
    writer.number(start.line >= line ? (start.line - line) * 2 : (line - start.line) * 2 - 1);
    line = start.line;
    writer.number(start.column);
    const flags = (local ? 1 : 0) | (within === undefined ? 0 : 2) | (qualifier === undefined ? 0 : 4);
    writer.number(flags | (roles.indexOf(role) << 3));
    if (within !== undefined) writer.number(within);
    if (qualifier !== undefined) writer.number(qualifier);
  });
  return writer.take();
}

/** @param name only references of this name */
export function unpackReferences(bytes: Uint8Array, name?: string): readonly RawReference[] {
  const reader = new ByteReader(bytes);
  const names = Array.from({ length: reader.number() }, () => reader.text());
  const wanted = name === undefined ? -1 : names.indexOf(name);
  if (name !== undefined && wanted === -1) return [];
  const count = reader.number();
  const references: RawReference[] = [];
  let line = 0;
  for (let at = 0; at < count; at++) {
    const number = reader.number();
    const step = reader.number();
    line += step % 2 === 0 ? step / 2 : -(step + 1) / 2;
    const column = reader.number();
    const flags = reader.number();
    const within = (flags & 2) === 0 ? undefined : reader.number();
    const qualifier = (flags & 4) === 0 ? undefined : names[reader.number()];
    if (wanted !== -1 && number !== wanted) continue;
    references.push({
      name: names[number] ?? '',
      start: { line, column },
      role: roles[flags >> 3] ?? 'read',
      within,
      qualifier,
      local: (flags & 1) !== 0,
    });
  }
  return references;
}
