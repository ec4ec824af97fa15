import { gitBytes } from '../../git';
import { withPlainRepository } from './withPlainRepository';

export interface FileAtCommit {
  /** Hash or any revision that names a commit; never text of a user that was not checked. */
  readonly commit: string;
  readonly path: string;
}

/**
 * Files as they were at commits, in the order of the requests, read by one process. `commit^` is the commit before.
 * @returns undefined for each that was not there, is no file, or is larger than 8 MiB; an empty list without Git
 */
export async function readAtCommit(
  folder: string,
  files: readonly FileAtCommit[],
  signal?: AbortSignal,
): Promise<readonly (Buffer | undefined)[]> {
  if (files.length === 0) return [];
  const names = files.map(({ commit, path }) => {
    if (!/^[0-9a-f]{7,64}(\^|~\d+)?$/.test(commit)) throw new TypeError(`“${commit}” is no hash of a commit`);
    return `${commit}:${path}`;
  });
  const answer = await withPlainRepository(
    folder,
    ({ top, env }) => gitBytes(top, ['cat-file', '--batch', '-z'], { env, signal, stdin: `${names.join('\0')}\0` }),
    signal,
  );
  return answer === undefined ? [] : parseBatch(answer, names);
}

const mostBytes = 8 * 1024 * 1024;

function parseBatch(answer: Buffer, names: readonly string[]): readonly (Buffer | undefined)[] {
  let at = 0;
  return names.map((name) => {
    const missing = Buffer.from(`${name} missing\n`);
    if (answer.subarray(at, at + missing.length).equals(missing)) {
      at += missing.length;
      return undefined;
    }
    const end = answer.indexOf('\n', at);
    const [, kind, size] = answer.toString('utf8', at, end).split(' ');
    const bytes = Number(size);
    const content = answer.subarray(end + 1, end + 1 + bytes);
    at = end + 1 + bytes + 1;
    return kind === 'blob' && bytes <= mostBytes ? content : undefined;
  });
}
