import { readFile } from 'node:fs/promises';

/** What went wrong in the check says all there is to say. */
export class CheckFailed extends Error {
  override readonly name = 'CheckFailed';
}

/** Waits until a file on disk is as wanted (the profile saves a moment after each change). @returns its text in the end */
export async function waitForFile(file: string, wanted: (text: string) => boolean): Promise<string> {
  const deadline = Date.now() + 10_000;
  let text = await readFile(file, 'utf8');
  while (!wanted(text) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    text = await readFile(file, 'utf8');
  }
  return text;
}
