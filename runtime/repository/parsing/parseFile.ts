/** Reads, hashes and parses a file. Runs in a worker. */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { languageOfFile } from '../../syntax';
import { factsReader } from '../extraction/extractFacts';
import type { FileFacts } from '../extraction/types';
import { nameHash } from '../store/nameHash';
import { packReferences } from '../store/packReferences';
import { packSymbols } from '../store/packSymbols';
import { countLines, decodeText, isMinified } from './decodeText';
import { fileKind } from '../kinds';
import type { FileToParse, PackedFacts, ParsedContent, ParsedFile } from './parsedFile';

/** Larger sources are not parsed: a tree takes thirty times the memory of its text. Characters. */
const largestSource = 3 << 20;

/** Clocks of file systems may be as coarse as this. Milliseconds. */
const coarse = 2000;

/** @returns undefined when the file is gone */
export async function parseFile(root: string, file: FileToParse): Promise<ParsedFile | undefined> {
  const { path: relative, bytes, modified, known } = file;
  if (file.skipped !== undefined) return notRead(file, file.skipped);
  const read = readWhole(path.join(root, relative));
  if (read === 'gone') return undefined;
  if (read === 'refused') return notRead(file, 'not readable');
  const hash = createHash('sha256').update(read.content).digest('hex');
  const settled = read.modified < Date.now() - coarse && read.modified === modified && read.bytes === bytes;
  const base = { path: relative, bytes: read.content.length, modified: read.modified, settled, hash };
  return { ...base, content: hash === known ? undefined : await contentOf(relative, read.content) };
}

/** A file that was skipped by its looks has no hash but what it was skipped for. */
function notRead(file: FileToParse, skipped: string): ParsedFile {
  const hash = '';
  const kind = fileKind(file.path, '');
  const content = { language: languageOfFile(file.path), kind, lines: 0, skipped, facts: undefined };
  return { path: file.path, bytes: file.bytes, modified: file.modified, settled: true, hash, content };
}

interface Whole {
  readonly content: Buffer;
  readonly bytes: number;
  readonly modified: number;
}

function readWhole(file: string): Whole | 'gone' | 'refused' {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const { size, mtimeMs } = fstatSync(descriptor);
    return { content: readFileSync(descriptor), bytes: size, modified: mtimeMs };
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'gone' : 'refused';
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

async function contentOf(relative: string, bytes: Buffer): Promise<ParsedContent> {
  const language = languageOfFile(relative);
  const decoded = decodeText(bytes);
  if ('skipped' in decoded) {
    return { language, kind: fileKind(relative, ''), lines: 0, skipped: decoded.skipped, facts: undefined };
  }
  const { text } = decoded;
  const lines = countLines(text);
  const base = { language, kind: fileKind(relative, text.slice(0, 4096)), lines };
  if (language === undefined) return { ...base, skipped: undefined, facts: undefined };
  if (isMinified(text, lines)) return { ...base, skipped: 'minified', facts: undefined };
  if (text.length > largestSource) {
    return { ...base, skipped: `larger than ${largestSource >> 20} MB, not parsed`, facts: undefined };
  }
  const read = await factsReader(language);
  return { ...base, skipped: undefined, facts: packed(read(relative, text)) };
}

function packed(facts: FileFacts): PackedFacts {
  const names = new Set<string>();
  const defined = new Set<string>();
  for (const { name } of facts.references) names.add(name);
  // A reference by another name is found under what it means as well.
  for (const { bindings } of facts.imports) for (const { imported } of bindings) names.add(imported);
  for (const { name } of facts.symbols) defined.add(name);
  return {
    broken: facts.broken,
    symbols: packSymbols(facts.symbols),
    symbolCount: facts.symbols.length,
    references: packReferences(facts.references),
    referenceCount: facts.references.length,
    imports: JSON.stringify(facts.imports),
    importCount: facts.imports.length,
    tests: JSON.stringify(facts.testCases),
    testCount: facts.testCases.length,
    namespaces: JSON.stringify(facts.namespaces),
    names: hashes(names),
    defined: hashes(defined),
  };
}

function hashes(names: ReadonlySet<string>): Uint32Array {
  return Uint32Array.from(new Set([...names].map(nameHash)));
}
