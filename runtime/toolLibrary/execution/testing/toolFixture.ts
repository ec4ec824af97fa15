/** Small collections on disk, described by hand: tests of running need no extraction. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ToolCollection, ToolExample, ToolParameter, ToolRecord } from '../../types';
import { hashOf } from '../canonicalValue';

const SCHEMAS: Readonly<Record<string, Record<string, unknown>>> = {
  int: { type: 'integer' },
  float: { type: 'number' },
  number: { type: 'number' },
  str: { type: 'string' },
  string: { type: 'string' },
  bool: { type: 'boolean' },
  'list[int]': { type: 'array', items: { type: 'integer' } },
  'number[]': { type: 'array', items: { type: 'number' } },
};

/** `area(w: float, h: float = …)`: a parameter with `=` may be left out. */
export function tool(file: string, declared: string, more: Partial<ToolRecord> = {}): ToolRecord {
  const [, access = '', list = ''] = /^([\w.]+)\((.*)\)$/.exec(declared) ?? [];
  const kind = file.endsWith('.py') ? 'python' : file.endsWith('.ts') ? 'typescript' : 'javascript';
  const parameters = list
    .split(/,\s*(?![^[]*\])/)
    .filter((each) => each !== '')
    .map((each): ToolParameter => {
      const [, name = '', type = ''] = /^(\w+)(?::\s*([^=]+?))?\s*(?:=.*)?$/.exec(each) ?? [];
      return { name, type, schema: SCHEMAS[type] ?? {}, required: !each.includes('=') };
    });
  return {
    id: hashOf(`${file} ${declared}`),
    ...{ kind, name: access, summary: '', description: '', parameters, effects: [] },
    source: { path: file, start: 0, end: 0, text: '', exported: true, asynchronous: false, access },
    dependencies: { helpers: [], imports: [] },
    ...{ examples: [], provenance: 'function' },
    ...more,
  };
}

export function example(values: Record<string, unknown>, expected?: string): ToolExample {
  return { arguments: values, ...(expected === undefined ? {} : { expected }), origin: 'test' };
}

export class FixtureFolder {
  private constructor(readonly root: string) {}

  static async make(files: Readonly<Record<string, string>>): Promise<FixtureFolder> {
    const folder = new FixtureFolder(await realpath(await mkdtemp(path.join(tmpdir(), 'whetstone-tools-'))));
    await folder.write(files);
    return folder;
  }

  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(this.root, name)), { recursive: true });
      await writeFile(path.join(this.root, name), text);
    }
  }

  collection(tools: readonly ToolRecord[]): ToolCollection {
    return { root: this.root, tools, problems: [] };
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true, force: true });
  }
}
