import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * A program of the checkout's packages, called without npx, which takes longer than most tests.
 * @param folder of the command, below the checkout
 * @returns words that call it; by npx where it is not found
 */
export function installedProgram(name: string, checkout: string, folder: string): readonly string[] {
  for (let at = path.join(checkout, folder); at.startsWith(checkout); at = path.dirname(at)) {
    const file = path.join(at, 'node_modules', '.bin', name);
    if (existsSync(file)) return [file];
  }
  return ['npx', '--no-install', name];
}

/** Words of a command with `npx --no-install NAME` replaced where the program is there. */
export function withoutNpx(words: readonly string[], checkout: string, folder: string): readonly string[] {
  const [first, second, name, ...rest] = words;
  if (first !== 'npx' || second !== '--no-install' || name === undefined) return words;
  return [...installedProgram(name, checkout, folder), ...rest];
}
