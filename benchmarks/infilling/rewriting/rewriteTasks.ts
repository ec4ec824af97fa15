/** Spans to rewrite, made of infilling tasks: the lines that a true middle stands in, as they are and with one wrong word. */
import { createHash } from 'node:crypto';
import type { SuiteTask } from '../suite/suiteTasks';
import { DAMAGES, damaged, type Damage } from './damage';

export interface RewriteTask {
  /** Of the infilling task that it was made of. */
  readonly key: string;
  /** VS Code language id. */
  readonly language: string;
  /** Text around the span, LF line ends. */
  readonly prefix: string;
  readonly suffix: string;
  /** What is right there. */
  readonly truth: string;
  /** What stands there; the truth where nothing is wrong. */
  readonly text: string;
  /** What was done to it; undefined where nothing is wrong. */
  readonly damage: Damage | undefined;
}

/** What a person would select: more is hardly looked at. UTF-16 units. */
const longestSpan = 1000;

/**
 * For each task the span as it is, and with one wrong word; the kinds of damage take turns, and the word is drawn by the task's hash, so
 * that every model and every version gets the same ones.
 */
export function rewriteTasks(tasks: readonly SuiteTask[]): readonly RewriteTask[] {
  const made = new Map<string, RewriteTask>();
  for (const [index, { task, language, key }] of tasks.entries()) {
    const lf = (text: string): string => text.replace(/\r\n?/g, '\n');
    const [prefix, middle, suffix] = [lf(task.prompt), lf(task.canonical_solution), lf(task.suffix)];
    const file = prefix + middle + suffix;
    const core = middle.trim() === '' ? 0 : middle.indexOf(middle.trim());
    const from = file.lastIndexOf('\n', prefix.length + core - 1) + 1;
    const last = prefix.length + middle.trimEnd().length;
    const to = file.indexOf('\n', last);
    const lines = file.slice(from, to < 0 ? file.length : to);
    const truth = lines.trim();
    if (truth === '' || truth.length > longestSpan) continue;
    const start = from + lines.indexOf(truth);
    const around = { prefix: file.slice(0, start), suffix: file.slice(start + truth.length) };
    const right = { key, language, ...around, truth, text: truth, damage: undefined };
    // Several gaps of one line are one span.
    const id = createHash('sha256')
      .update(JSON.stringify([language, around]))
      .digest('hex');
    if (made.has(id)) continue;
    made.set(id, right);
    const wrong = wrongText(truth, file, index, key);
    if (wrong) made.set(`${id} wrong`, { ...right, ...wrong });
  }
  return [...made.values()];
}

/** By the kind of damage whose turn it is, or the next that does something. */
function wrongText(truth: string, file: string, turn: number, key: string) {
  const random = numbersOf(key);
  for (let i = 0; i < DAMAGES.length; i++) {
    const wrong = damaged(truth, file, DAMAGES[(turn + i) % DAMAGES.length]!, random);
    if (wrong) return wrong;
  }
  return undefined;
}

/** Uniform numbers in [0, 1), always the same ones for a key. */
function numbersOf(key: string): () => number {
  let count = 0;
  return () => createHash('sha256').update(`${key} ${count++}`).digest().readUInt32LE(0) / 2 ** 32;
}
