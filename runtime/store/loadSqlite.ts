import process from 'node:process';
import { RuntimeError } from '../runtimeError';

/**
 * Node's own SQLite, asked for when it is needed: programs that keep no books must start on a Node without it.
 * @param what needs it, as the user would call it
 * @throws RuntimeError unavailable
 */
export function loadSqlite(
  what: string,
  builtin: (name: 'node:sqlite') => typeof import('node:sqlite') | undefined = builtinModule,
): typeof import('node:sqlite') {
  const sqlite = builtin('node:sqlite');
  if (sqlite !== undefined) return sqlite;
  throw new RuntimeError(
    'unavailable',
    `This Node (${process.version}) has no SQLite, which ${what} is kept in.`,
    'Use Node 22.13 or newer, or a newer VS Code.',
  );
}

function builtinModule(name: 'node:sqlite'): typeof import('node:sqlite') | undefined {
  // Node before 22.13 has the module behind a flag only, and answers undefined.
  return process.getBuiltinModule(name);
}
