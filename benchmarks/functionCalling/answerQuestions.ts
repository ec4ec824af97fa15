import { appendFile, readFile } from 'node:fs/promises';
import type { CallingModel } from './callingModel';
import { predictionLine, readPredictions, type Prediction } from './predictions';
import type { Question } from './questions';

export interface AnswerOptions {
  /** Answers are added here as they come, and those that it holds already are not asked for again. */
  readonly file: string | undefined;
  readonly progress: (done: number, all: number) => void;
}

/**
 * Lets a model answer all questions, one after the other.
 * @throws whatever the model throws; what was answered before is in the file then
 */
export async function answerQuestions(
  model: CallingModel,
  questions: readonly Question[],
  { file, progress }: AnswerOptions,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Prediction>> {
  const answers = new Map(file === undefined ? [] : await answersOf(file));
  let done = questions.filter(({ id }) => answers.has(id)).length;
  for (const question of questions) {
    if (answers.has(question.id)) continue;
    signal.throwIfAborted();
    const prediction = await model.answer(question, signal);
    answers.set(question.id, prediction);
    if (file !== undefined) await appendFile(file, predictionLine(question.id, prediction));
    progress((done += 1), questions.length);
  }
  return answers;
}

/** A run that was killed may have left half a line, which is not read and written again. */
async function answersOf(file: string): Promise<ReadonlyMap<string, Prediction>> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  });
  if (text === '') return new Map();
  if (!text.endsWith('\n')) {
    const { truncate } = await import('node:fs/promises');
    await truncate(file, Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1)));
    if (!text.includes('\n')) return new Map();
  }
  return readPredictions(file);
}
