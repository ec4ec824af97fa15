/**
 * DTA. Defects, as published: an import counts as right when the line is Python, whether or not there is such a module, so that
 * TypeScript, JavaScript, Go, C, C++, C#, Rust and PHP get nothing; calls of methods and of libraries count as dangling.
 */
import { isImport, type Answer, type AnswerFile } from '../answer';
import { calledNames, identifiersAfter } from '../identifiers';
import { strip } from '../pythonText';
import { hasAny, mean } from '../scoring';

const suspicious = ['__', 'sys.exit', 'eval', 'exec'];

const builtIns =
  'print len str int float list dict set tuple range enumerate zip map filter sum max min open abs round sorted reversed'.split(
    ' ',
  );

export interface DependencyTraversal {
  readonly importAccuracy: number;
  readonly crossFileReferences: number;
  readonly dependencyOrder: number;
}

export function dependencyTraversal({ files, parses }: Answer): DependencyTraversal {
  const known = new Set([
    ...files.flatMap(({ text }) => [...identifiersAfter(text, 'def'), ...identifiersAfter(text, 'class')]),
    ...builtIns,
  ]);
  return {
    importAccuracy: mean(files.map(({ imports }) => importAccuracy(imports, parses))),
    crossFileReferences: mean(files.map(({ text }) => references(text, known))),
    dependencyOrder: mean(files.map(order)),
  };
}

function importAccuracy(imports: readonly string[], parses: (text: string) => boolean): number {
  if (imports.length === 0) return 0;
  const valid = imports.filter(parses).length;
  const harmless = imports.filter((line) => !hasAny(line, suspicious)).length;
  return (valid / imports.length) * 0.6 + (harmless / imports.length) * 0.4;
}

function references(text: string, known: ReadonlySet<string>): number {
  const calls = calledNames(text);
  return calls.length === 0 ? 0 : calls.filter((name) => known.has(name)).length / calls.length;
}

function order({ lines }: AnswerFile): number {
  let lastImport = 0;
  for (const [index, line] of lines.entries()) {
    const stripped = strip(line);
    if (isImport(stripped)) lastImport = index;
    else if (stripped !== '' && !stripped.startsWith('#')) break;
  }
  return lastImport < Math.min(10, Math.floor(lines.length / 4)) ? 1 : 0.5;
}
