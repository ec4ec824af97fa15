import { pythonJson, type ExactJson } from '../../../runtime/functionCalling';
import { linesOf, strip } from './pythonText';
import type { PythonModule, PythonParser } from './python/pythonModule';

/** One file of an answer, with what most metrics ask of it. */
export interface AnswerFile {
  readonly name: string;
  readonly text: string;
  readonly lower: string;
  readonly lines: readonly string[];
  /** Lines that begin with `import ` or `from `, stripped: in any language, and in prose. */
  readonly imports: readonly string[];
  /** What a Python parser makes of it, whatever the language; undefined when it does not parse. */
  readonly python: PythonModule | undefined;
}

/** An answer with what the metrics look at. At least one file, in the answer's own order. */
export interface Answer {
  readonly files: readonly AnswerFile[];
  /** All files, one below the other. */
  readonly joined: AnswerFile;
  /** All files with blanks between them. */
  readonly spaced: string;
  readonly parses: (text: string) => boolean;
}

/** Text by file name, in the order of the answer. */
export type AnswerTexts = ReadonlyMap<string, string>;

/**
 * The texts that are scored. Strings stay as they are; objects and lists are written as JSON with two blanks of indentation and
 * escapes for everything beyond ASCII, the rest as Python prints it. An answer that is no object has no files.
 */
export function answerTexts(answer: ExactJson): AnswerTexts {
  if (!(answer instanceof Map)) return new Map();
  return new Map([...answer].map(([name, value]: [string, ExactJson]) => [name, textOf(value)]));
}

function textOf(value: ExactJson): string {
  if (typeof value === 'string') return value;
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return pythonJson(value, 2).replace(/[^\0-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** @throws RangeError for an answer without files: the published scorer divides by zero there */
export function openAnswer(texts: AnswerTexts, parser: PythonParser): Answer {
  if (texts.size === 0) throw new RangeError('An answer without files has no published score.');
  const files = [...texts].map(([name, text]) => answerFile(name, text, parser));
  return {
    files,
    joined: answerFile('', [...texts.values()].join('\n'), parser),
    spaced: [...texts.values()].join(' '),
    parses: (text) => parser.parse(text) !== undefined,
  };
}

function answerFile(name: string, text: string, parser: PythonParser): AnswerFile {
  const lines = linesOf(text);
  const imports = lines.map(strip).filter(isImport);
  return { name, text, lower: text.toLowerCase(), lines, imports, python: parser.parse(text) };
}

/** @param line stripped */
export function isImport(line: string): boolean {
  return line.startsWith('import ') || line.startsWith('from ');
}
