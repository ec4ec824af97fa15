import type { Readable, Writable } from 'node:stream';

/** Gives a command its input: a text at once, a stream as it comes. */
export function feedInput(stdin: Writable | null, input: string | Readable): void {
  if (stdin === null) return;
  // The command may end before it has read its input; that is its affair and shows in its exit status.
  stdin.on('error', () => undefined);
  if (typeof input === 'string') stdin.end(input);
  else input.pipe(stdin);
}
