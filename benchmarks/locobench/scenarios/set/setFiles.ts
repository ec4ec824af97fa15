/** Names of a set's files, and what is hashed. */
import path from 'node:path';
import { sha256 } from '../context/repositoryTexts';
import type { ScenarioSet } from '../types';

export const setName = 'set.json';
export const rejectsName = 'rejects.jsonl';
/** What was graded so far, for a call that goes on where one was interrupted. */
export const admissionsName = 'admissions.jsonl';

export function scenarioFile(folder: string, id: string): string {
  return path.join(folder, 'scenarios', `${id}.json`);
}

export function snapshotFile(folder: string, hash: string): string {
  return path.join(folder, 'snapshot', hash);
}

/** SHA-256 of a scenario's file and of the files that its prompt shows. */
export function entryHash(text: string, contextFiles: readonly string[], files: ScenarioSet['files']): string {
  const shown = contextFiles.map((file) => (Object.hasOwn(files, file) ? files[file]!.hash : ''));
  return sha256([text, ...shown].join('\n'));
}
