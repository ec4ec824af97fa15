import type { z } from 'zod';

/** What is wrong where, for people: five places at most. */
export function issuesText({ issues }: z.ZodError): string {
  return issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.length === 0 ? 'the file' : path.map(String).join('.')}: ${message}`)
    .join('; ');
}
