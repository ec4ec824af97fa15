/** Files and directories of the file system. */
import { PyError } from '../python/pyError';
import { pyStr } from '../python/pyText';
import { pyDict, type PyDict, type PyValue } from '../python/pyValue';
import type { Filler } from './apiClass';
import { dictMember, empty } from './config';

export class File {
  constructor(
    readonly name: string,
    public content: string,
  ) {}
}

export class Directory {
  contents = new Map<string, File | Directory>();

  constructor(
    readonly name: string,
    readonly parent: Directory | undefined,
  ) {}

  item(name: string): File | Directory | undefined {
    return name === '.' ? this : this.contents.get(name);
  }

  addFile(name: string, content: string): void {
    if (this.contents.has(name)) {
      throw new PyError('ValueError', `File '${name}' already exists in directory '${this.name}'.`);
    }
    this.contents.set(name, new File(name, content));
  }

  /** A copy of a directory holds the same files, not copies of them: as the original does. */
  addDirectory(name: string, contents: Map<string, File | Directory>): void {
    if (this.contents.has(name)) {
      throw new PyError('ValueError', `Directory '${name}' already exists in directory '${this.name}'.`);
    }
    const made = new Directory(name, this);
    made.contents = contents;
    this.contents.set(name, made);
  }
}

/** The tree of `initial_config`: one directory at the top; with a filler its files are long and its leaves full. */
export function treeOf(config: PyDict, filler: Filler | undefined): Directory {
  const roots = dictMember(config, 'root', empty());
  const [entry] = roots;
  if (!config.has('root') || entry === undefined) return new Directory('/', undefined);
  const root = new Directory(String(entry[0]), undefined);
  load(root, entry[1], filler);
  return root;
}

function load(directory: Directory, data: PyValue, filler: Filler | undefined): void {
  const contents = data instanceof Map ? dictMember(data, 'contents', empty()) : empty();
  let leaf = true;
  for (const [key, entry] of contents) {
    const name = String(key);
    const type = entry instanceof Map ? entry.get('type') : undefined;
    if (type === 'directory') {
      leaf = false;
      const inner = new Directory(name, directory);
      load(inner, entry, filler);
      directory.contents.set(name, inner);
    } else if (type === 'file') {
      const content = entry instanceof Map ? entry.get('content') : '';
      const own = typeof content === 'string' ? content : '';
      directory.contents.set(name, new File(name, own + lengthening(name, filler)));
    }
  }
  if (!leaf || filler === undefined) return;
  const names = filler('POPULATE_FILE_EXTENSION');
  for (const name of Array.isArray(names) ? names : []) directory.addFile(pyStr(name), '');
}

function lengthening(name: string, filler: Filler | undefined): string {
  if (filler === undefined) return '';
  const kept = filler('FILES_TAIL_USED');
  const more = filler('FILE_CONTENT_EXTENSION');
  return (Array.isArray(kept) && kept.includes(name)) || typeof more !== 'string' ? '' : more;
}

/** Bytes of all files. */
export function sizeOf(item: File | Directory): number {
  if (item instanceof File) return Buffer.byteLength(item.content);
  return [...item.contents.values()].reduce((bytes, each) => bytes + sizeOf(each), 0);
}

/** Name and contents, for comparison. */
export function treeValue(item: File | Directory): PyValue {
  if (item instanceof File) return pyDict({ file: item.name, content: item.content });
  const members = [...item.contents].map(([name, each]): [string, PyValue] => [name, treeValue(each)]);
  return pyDict({ directory: item.name, contents: new Map(members) });
}
