/** What stands for an old tool: an adapter under its name, and the call that the coverage map writes. */
import { calleeOf, type CallableTool, type Callee, type CaseArguments, type FileSet } from '../execution';
import type { CoverageEntry, ToolRecord } from '../types';

export interface Replacement {
  readonly what: 'adapter' | 'call';
  readonly callee: Callee;
  /** Arguments of the old tool as the new function takes them. */
  readonly given: (values: CaseArguments) => CaseArguments;
  /** New parameter -> old one. */
  readonly report: Readonly<Record<string, string>>;
}

export interface ReplacementFiles {
  readonly root: string;
  readonly files: FileSet;
}

export function adapterOf(original: CallableTool, { root, files }: ReplacementFiles): Replacement {
  return { what: 'adapter', callee: { ...original, root, files }, given: (values) => values, report: {} };
}

/** @returns undefined for an `into` that names no function of a file */
export function callOf(
  entry: CoverageEntry,
  original: CallableTool,
  { root, files }: ReplacementFiles,
  library: ReadonlyMap<string, ToolRecord> | undefined,
): Replacement | undefined {
  const [path = '', access = ''] = entry.into.split('#');
  if (path === '' || access === '') return undefined;
  const parameters = new Map(original.parameters.map((each) => [each.name, each]));
  const sources = Object.entries(entry.arguments);
  const record = library?.get(entry.into);
  const known = record === undefined ? undefined : calleeOf(record, root);
  const typed = sources.map(([name, source]) => {
    const old = 'from' in source ? parameters.get(source.from) : undefined;
    return { name, schema: old?.schema ?? {}, ...(old?.type === undefined ? {} : { type: old.type }) };
  });
  return {
    what: 'call',
    callee: {
      ...{ language: original.language, root, files, path, access },
      parameters: known?.parameters ?? typed,
      calling: known === undefined ? 'named' : 'declared',
    },
    given: (values) =>
      Object.fromEntries(
        sources.flatMap(([name, source]) => {
          if ('value' in source) return [[name, source.value]];
          if (source.from in values) return [[name, values[source.from]]];
          // Left out: the old default holds, not the new one.
          const fallback = parameters.get(source.from)?.default;
          return fallback === undefined ? [] : [[name, fallback]];
        }),
      ),
    report: Object.fromEntries(sources.flatMap(([name, source]) => ('from' in source ? [[name, source.from]] : []))),
  };
}
