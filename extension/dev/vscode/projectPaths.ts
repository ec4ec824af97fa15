/** Where things are in the project, for programs that are started with the project as their working folder. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The project's folder. The bootstrap makes it the working folder. */
export const root = process.cwd();

/** An absolute path inside the project. */
export const inProject = (...parts: string[]): string => path.join(root, ...parts);

/** The few things of package.json that the developer tools need. */
export interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly version: string;
}

function isManifest(value: unknown): value is Manifest {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['name', 'publisher', 'version'].every((key) => typeof (value as Record<string, unknown>)[key] === 'string')
  );
}

/** Reads package.json, the one place that says what the extension is called. */
export function readManifest(): Manifest {
  const value: unknown = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
  if (!isManifest(value)) throw new Error('package.json has no name, publisher and version.');
  return value;
}

/** `publisher.name`. */
export function extensionId(): string {
  const { publisher, name } = readManifest();
  return `${publisher}.${name}`;
}
