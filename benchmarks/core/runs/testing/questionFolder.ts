/** A set of questions with computed answers, and a provider on 127.0.0.1 that answers them, for tests. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FakeAnswer, FakeRequest } from '../../../../runtime/gateway/testing/fakeProvider';

export const promptOf = (number: number): string => `What is ${number} times ${number}?`;

/** @returns the folder */
export async function writeQuestions(folder: string, count: number): Promise<string> {
  const questions = Array.from({ length: count }, (_, number) => ({
    id: `square-${String(number).padStart(4, '0')}`,
    category: number % 2 === 0 ? 'even' : 'odd',
    prompt: promptOf(number),
    expected: { number: number * number },
  }));
  await mkdir(folder, { recursive: true });
  const set = { form: 'whetstone-questions-1', name: 'squares', questions };
  await writeFile(path.join(folder, 'set.json'), JSON.stringify(set));
  return folder;
}

/** Settings of a gateway whose provider `fake` has the models `right` and `wrong`: a dollar a million tokens in, two out. */
export async function writeSettings(
  file: string,
  origin: string,
  concurrency = 64,
  { contextTokens, maxOutputTokens } = { contextTokens: 100_000, maxOutputTokens: 1000 },
): Promise<string> {
  const price = { input: 1, output: 2 };
  const models = ['right', 'wrong'].map((name) => ({ name, contextTokens, maxOutputTokens, price }));
  const fake = { id: 'fake', kind: 'openai-compatible', baseUrl: `${origin}/v1`, concurrency, models };
  await writeFile(file, JSON.stringify({ providers: [fake] }));
  return file;
}

/** The number that a request is about. */
export function askedNumber({ body }: FakeRequest): number {
  return Number(/What is (\d+) times/.exec(JSON.stringify(body))?.[1]);
}

/** The model `right` knows, `wrong` does not. */
export function squareOf(request: FakeRequest, rest: Partial<FakeAnswer> = {}): FakeAnswer {
  const number = askedNumber(request);
  const said = request.model === 'right' ? number * number : number * number + 1;
  return { text: ['It is', `\n${said}`], usage: { input: 20, output: 5 }, ...rest };
}
