import { z } from 'zod';
import { isCodeLanguage } from '../../syntax';
import type { RepositoryFile } from '../types';

/** A file as the index has it. */
export interface StoredFile extends RepositoryFile {
  readonly id: number;
  readonly modified: number;
  readonly settled: boolean;
  readonly symbols: number;
  readonly references: number;
  readonly imports: number;
  readonly tests: number;
  readonly namespaces: readonly string[];
}

const fileKind = z.enum(['source', 'test', 'config', 'documentation', 'generated', 'vendored', 'other']);

export function readFileRow(row: Record<string, unknown>): StoredFile {
  const language = text(row.language);
  const namespaces = text(row.namespaces);
  return {
    id: Number(row.id),
    path: String(row.path),
    language: language !== undefined && isCodeLanguage(language) ? language : undefined,
    kind: fileKind.parse(row.kind),
    bytes: Number(row.bytes),
    lines: Number(row.lines),
    hash: String(row.hash),
    skipped: text(row.skipped),
    broken: row.broken === 1,
    modified: Number(row.modified),
    settled: row.settled === 1,
    symbols: Number(row.symbols),
    references: Number(row.refs),
    imports: Number(row.imports),
    tests: Number(row.tests),
    namespaces: namespaces === undefined ? [] : z.array(z.string()).parse(JSON.parse(namespaces)),
  };
}

/** As everybody else sees it. */
export function publicFile(file: StoredFile): RepositoryFile {
  const { path, language, kind, bytes, lines, hash, skipped, broken } = file;
  return { path, language, kind, bytes, lines, hash, skipped, broken };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
