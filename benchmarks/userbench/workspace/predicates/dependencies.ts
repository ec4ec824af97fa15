import { z } from 'zod';
import type { Inspection } from './inspection';

export interface Dependency {
  readonly name: string;
  readonly section: 'runtime' | 'development' | 'other';
  /** As it stands, e.g. `^1.2.3`. */
  readonly range: string;
}

const versions = z.record(z.string(), z.string()).optional().catch(undefined);
const manifestForm = z.looseObject({
  dependencies: versions,
  devDependencies: versions,
  peerDependencies: versions,
  optionalDependencies: versions,
});

/** What a manifest asks for; empty for what cannot be read. */
export function dependenciesOf(path: string, text: string): readonly Dependency[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === 'package.json') return ofPackage(text);
  if (/^requirements[\w.-]*\.txt$/.test(name)) {
    const section = /dev|test/.test(name) ? 'development' : 'runtime';
    return text.split('\n').flatMap((line) => ofRequirement(line, section));
  }
  if (name === 'pyproject.toml') {
    return [...text.matchAll(/^\s*["']([A-Za-z][\w.-]*(?:\[[\w,]+\])?\s*(?:[<>=~!][^"']*)?)["'],?\s*$/gm)].flatMap(
      ([, each]) => ofRequirement(each!, 'runtime'),
    );
  }
  return [];
}

function ofPackage(text: string): readonly Dependency[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const manifest = manifestForm.safeParse(value).data;
  if (manifest === undefined) return [];
  const of = (section: Dependency['section'], entries: z.infer<typeof versions>) =>
    Object.entries(entries ?? {}).map(([name, range]) => ({ name, section, range }));
  return [
    ...of('runtime', manifest.dependencies),
    ...of('development', manifest.devDependencies),
    ...of('other', manifest.peerDependencies),
    ...of('other', manifest.optionalDependencies),
  ];
}

function ofRequirement(line: string, section: Dependency['section']): readonly Dependency[] {
  const [, name, range = ''] = /^\s*([A-Za-z][\w.-]*)(?:\[[\w,]+\])?\s*([<>=~!].*?)?\s*(?:[;#].*)?$/.exec(line) ?? [];
  return name === undefined ? [] : [{ name: name.toLowerCase(), section, range }];
}

/** Dependencies that the change brings, over all manifests. */
export function newDependencies(tree: Inspection): readonly Dependency[] {
  return [...tree.tree.changes].flatMap(([path, content]) => {
    if (content === null) return [];
    const before = new Set(dependenciesOf(path, tree.tree.base(path) ?? '').map(({ name }) => name));
    return dependenciesOf(path, content).filter(({ name }) => !before.has(name));
  });
}
