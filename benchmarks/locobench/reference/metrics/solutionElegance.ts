/**
 * SES. Defects, as published: part scores above 1 (short lines, short functions, few branches) make up for bad ones; what should be the depth
 * of nesting is the number of branches; names and abstraction are seen in Python alone.
 */
import type { Answer, AnswerFile } from '../answer';
import type { PythonModule } from '../python/pythonModule';
import { isLower, lengthOf, strip, stripStart } from '../pythonText';
import { mean, sum } from '../scoring';

export type FileNaming = 'snake' | 'camel' | 'unknown';
export type FileIndentation = 'four' | 'two' | 'tabs' | 'unknown';

export interface FileElegance {
  readonly name: string;
  readonly namingQuality: number;
  readonly structureClarity: number;
  readonly readability: number;
  readonly naming: FileNaming;
  readonly indentation: FileIndentation;
}

export interface SolutionElegance {
  readonly codeClarity: number;
  readonly abstractionLevel: number;
  readonly principleAdherence: number;
  readonly dry: number;
  readonly kiss: number;
  readonly singleResponsibility: number;
  readonly styleConsistency: number;
  readonly files: readonly FileElegance[];
}

export function solutionElegance({ files, joined }: Answer): SolutionElegance {
  const each = files.map(fileElegance);
  const dry = repetition(files);
  const kiss = mean(
    files.map(({ python }) => (python === undefined ? 0.5 : Math.max(1 - (python.branches - 2) / 5, 0))),
  );
  const single = singleResponsibility(files);
  const sameNaming = new Set(each.map(({ naming }) => naming)).size <= 1;
  const sameIndentation = new Set(each.map(({ indentation }) => indentation)).size <= 1;
  return {
    codeClarity: mean(
      each.map((file) => file.namingQuality * 0.4 + file.structureClarity * 0.3 + file.readability * 0.3),
    ),
    abstractionLevel: abstraction(joined),
    principleAdherence: mean([dry, kiss, single]),
    dry,
    kiss,
    singleResponsibility: single,
    styleConsistency: mean([sameNaming ? 1 : 0, sameIndentation ? 1 : 0]),
    files: each,
  };
}

function fileElegance({ name, lines, python }: AnswerFile): FileElegance {
  const full = lines.filter((line) => strip(line) !== '');
  return {
    name,
    namingQuality: python === undefined ? 0 : namingQuality(python),
    structureClarity: structure(full, python),
    readability: readability(full),
    naming: python === undefined ? 'unknown' : namingOf(python),
    indentation: indentationOf(lines),
  };
}

/** Names of functions, and every occurrence of a variable. */
function namesIn({ functions, names }: PythonModule): readonly string[] {
  return [...functions.map(({ name }) => name), ...names];
}

function namingQuality(python: PythonModule): number {
  const names = namesIn(python);
  const good = names.filter((name) => lengthOf(name) > 2 && !name.startsWith('_') && isLower(name)).length;
  return names.length === 0 ? 0.5 : good / names.length;
}

/** @param lines those that are not blank */
function structure(lines: readonly string[], python: PythonModule | undefined): number {
  const even = lines.every((line) => lengthOf(line.slice(0, line.length - stripStart(line).length)) % 4 === 0);
  const lengths = python?.functions.map(({ lineSpan }) => lineSpan) ?? [];
  const average = lengths.length === 0 ? 10 : mean(lengths);
  return mean([even ? 1 : 0.5, Math.max(1 - (average - 10) / 50, 0)]);
}

/** @param lines those that are not blank */
function readability(lines: readonly string[]): number {
  if (lines.length === 0) return 0.5;
  const comments = lines.filter((line) => strip(line).startsWith('#')).length;
  return mean([Math.max(1 - (mean(lines.map(lengthOf)) - 80) / 80, 0), Math.min((comments / lines.length) * 5, 1)]);
}

function namingOf(python: PythonModule): FileNaming {
  const names = namesIn(python);
  const snake = names.filter((name) => name.includes('_')).length;
  const camel = names.filter((name) => !name.includes('_') && /^.+\p{Uppercase}/u.test(name)).length;
  return snake > camel ? 'snake' : 'camel';
}

function indentationOf(lines: readonly string[]): FileIndentation {
  for (const line of lines) {
    if (line.startsWith('    ')) return 'four';
    if (line.startsWith('  ')) return 'two';
    if (line.startsWith('\t')) return 'tabs';
  }
  return 'unknown';
}

function abstraction({ python, lines }: AnswerFile): number {
  if (python === undefined) return 0.5;
  const density = (python.classes.length + python.functions.length) / lines.length;
  if (density >= 0.05 && density <= 0.2) return 1;
  return density < 0.05 ? density / 0.05 : Math.max(0.4 - (density - 0.2) / 0.1, 0);
}

function repetition(files: readonly AnswerFile[]): number {
  const lines = files.flatMap((file) => file.lines.map(strip)).filter((line) => line !== '');
  const repeats = lines.length - new Set(lines).size;
  return lines.length === 0 ? 1 : Math.max(1 - (repeats / lines.length) * 2, 0);
}

function singleResponsibility(files: readonly AnswerFile[]): number {
  const methods = files.flatMap(({ python }) => python?.classes ?? []).map((each) => each.methods);
  return methods.length === 0 ? 0.8 : sum(methods.map(classScore)) / methods.length;
}

function classScore(methods: number): number {
  if (methods >= 1 && methods <= 10) return 1;
  return methods <= 15 ? 0.7 : 0.3;
}
