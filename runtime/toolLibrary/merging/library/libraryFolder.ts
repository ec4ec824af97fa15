import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { FUNCTIONS_FILE } from '../../../tools/functions';
import type { CoverageMap } from '../../types';
import { coverageMapForm, libraryForm, type LibraryDescription } from './libraryForm';
import type { ListedTool } from './toolList';

/** A folder is no library, or may not become one. */
export class LibraryFolderError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LibraryFolderError';
  }
}

/** A refactored collection on the disk. */
export interface LibraryFolder {
  readonly description: LibraryDescription;
  readonly coverage: CoverageMap;
  /** Absolute folder of the collection as it was. */
  readonly before: string;
  /** Absolute folder of the collection as it is now. */
  readonly after: string;
}

export interface LibraryContent {
  readonly description: LibraryDescription;
  readonly coverage: CoverageMap;
  readonly tools: readonly ListedTool[];
  /** Files of the collection, from its root with `/`: they are copied. */
  readonly files: readonly string[];
  /** New text by path. */
  readonly texts: ReadonlyMap<string, string>;
}

const names = { description: 'library.json', coverage: 'coverage.json', tools: 'tools.json' } as const;

/**
 * Writes a library: `library.json`, `coverage.json`, `tools.json` and the collection `before/` and `after/`. It is complete or not there at all.
 * A library that stands there is replaced.
 *
 * @throws LibraryFolderError where the folder holds something else
 */
export async function writeLibrary(folder: string, content: LibraryContent): Promise<void> {
  const there = await readdir(folder).catch((): string[] => []);
  if (there.length > 0 && !there.includes(names.description)) {
    throw new LibraryFolderError(`${folder} holds other files. Choose a new folder, or that of an earlier library.`);
  }
  const fresh = `${folder}.${randomUUID().slice(0, 8)}`;
  try {
    await mkdir(fresh, { recursive: true });
    await writeCollection(path.join(fresh, 'before'), content.description.root, content.files, new Map());
    const functions: readonly (readonly [string, string])[] = [[FUNCTIONS_FILE, functionsFile(content.tools)]];
    const after = new Map([...content.texts, ...functions]);
    await writeCollection(path.join(fresh, 'after'), content.description.root, content.files, after);
    for (const name of ['coverage', 'tools', 'description'] as const)
      await writeJson(fresh, names[name], content[name]);
    await rm(folder, { recursive: true, force: true });
    await rename(fresh, folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** @throws LibraryFolderError where it is no library, or was changed by something else into none */
export async function readLibrary(folder: string): Promise<LibraryFolder> {
  const absolute = path.resolve(folder);
  const description = await readJson(absolute, names.description, libraryForm);
  const coverage = await readJson(absolute, names.coverage, coverageMapForm);
  const [before, after] = [path.join(absolute, 'before'), path.join(absolute, 'after')];
  for (const each of [before, after]) {
    const status = await stat(each).catch(() => undefined);
    if (status?.isDirectory() !== true) throw new LibraryFolderError(`${each} is missing. Make the library again.`);
  }
  return { description, coverage, before, after };
}

async function writeCollection(
  folder: string,
  root: string,
  files: readonly string[],
  texts: ReadonlyMap<string, string>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of files) {
    if (texts.has(file)) continue;
    const target = within(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    await copyFile(path.join(root, file), target);
  }
  for (const [file, text] of texts) {
    const target = within(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }
}

function within(folder: string, file: string): string {
  const target = path.resolve(folder, file);
  if (!target.startsWith(folder + path.sep)) throw new LibraryFolderError(`${file} leads out of the collection.`);
  return target;
}

/** The library's functions as `whetstone mcp-serve` and agents take them. */
function functionsFile(tools: readonly ListedTool[]): string {
  const functions = tools.flatMap(({ name, description, inputSchema, function: place }) => {
    const [file, access] = place?.split('#') ?? [];
    return file === undefined || access === undefined || access === 'default' || !/\.(py|[cm]?[jt]s)$/.test(file)
      ? []
      : [{ file, function: access, name, description, schema: inputSchema }];
  });
  return `${JSON.stringify({ functions }, undefined, 2)}\n`;
}

async function writeJson(folder: string, name: string, value: unknown): Promise<void> {
  await writeFile(path.join(folder, name), `${JSON.stringify(value, undefined, 2)}\n`);
}

async function readJson<Form extends z.ZodType>(folder: string, name: string, form: Form): Promise<z.infer<Form>> {
  const file = path.join(folder, name);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) {
    throw new LibraryFolderError(`${folder} is no tool library: it has no ${name}. Give the folder that --out named.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new LibraryFolderError(`${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const read = form.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new LibraryFolderError(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'it has another form'}.`);
}
