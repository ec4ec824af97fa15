/** Reads what a checkout needs, and leaves out what must not leave the machine or cannot be shown to a model. */
import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import path from 'node:path';
import picomatch from 'picomatch';
import { findSecrets } from '../../../../runtime/agent';
import type { RepositoryIndex } from '../../../../runtime/repository';
import { secretFiles } from '../../../../runtime/tools/workspace';
import { BadInputError } from '../../../core/badInputError';
import type { LeftOutFile } from '../types';
import { RepositoryTexts, sha256, type TextFile } from './repositoryTexts';
import type { TokenCounter } from './tokenCounter';

const MAX_FILE_BYTES = 2 * 2 ** 20;
const MAX_TOTAL_BYTES = 512 * 2 ** 20;
const READS_AT_ONCE = 32;
const readOnly = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NOFOLLOW | constants.O_NONBLOCK);

/** Settings and data: there a password by its name is a secret; in code it is mostly a test's. */
const settingsFile = /(?:^|\/)(?:\.[^/]+|[^/]+\.(?:ya?ml|json5?|toml|ini|cfg|conf|properties|sh|tfvars))$/i;
const isSecretFile = picomatch([...secretFiles], { dot: true });

/**
 * @throws BadInputError when a file changed since it was indexed, or the repository is too large to be copied into a set
 */
export async function readRepositoryTexts(
  index: RepositoryIndex,
  counter: TokenCounter,
  signal: AbortSignal,
): Promise<RepositoryTexts> {
  const read = new Map<string, TextFile>();
  const leftOut: LeftOutFile[] = [];
  let total = 0;
  const files = [...index.files()].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (let at = 0; at < files.length; at += READS_AT_ONCE) {
    signal.throwIfAborted();
    const outcomes = await Promise.all(
      files.slice(at, at + READS_AT_ONCE).map(async (file): Promise<TextFile | LeftOutFile> => {
        if (isSecretFile(file.path)) return leave(file.path, 'secret', 'a file that usually holds secrets');
        if (file.bytes > MAX_FILE_BYTES) return leave(file.path, 'too-large', `${file.bytes} bytes`);
        const found = await readPlain(path.join(index.root, file.path));
        if (found === undefined) return leave(file.path, 'unreadable', file.skipped ?? 'it cannot be read');
        const { bytes, mode } = found;
        const hash = sha256(bytes);
        if (file.hash !== '' && file.hash !== hash) throw new BadInputError(changed(file.path));
        const text = textOf(bytes);
        if (text === undefined) return leave(file.path, 'not-text', file.skipped ?? 'no text in UTF-8');
        const forms = settingsFile.test(file.path) && file.kind !== 'generated' ? 'all' : 'known';
        const [secret] = findSecrets(text, { forms });
        if (secret !== undefined) return leave(file.path, 'secret', `${secret.name} (${secret.kind})`);
        const executable = (mode & 0o111) !== 0;
        return { path: file.path, text, file, hash, bytes: bytes.length, executable };
      }),
    );
    for (const outcome of outcomes) {
      if ('reason' in outcome) leftOut.push(outcome);
      else {
        read.set(outcome.path, outcome);
        total += outcome.bytes;
      }
    }
    if (total > MAX_TOTAL_BYTES) {
      throw new BadInputError(
        `${index.root} has more than ${MAX_TOTAL_BYTES / 2 ** 20} MB of text, which is too much for a set. Name a folder inside it.`,
      );
    }
  }
  return new RepositoryTexts(read, leftOut, counter);
}

/**
 * A link may lead out of the repository, to what no model should see: none is followed, also one that came in the place of a file meanwhile.
 * @returns undefined for what is no plain file, or cannot be read
 */
async function readPlain(place: string): Promise<{ readonly bytes: Uint8Array; readonly mode: number } | undefined> {
  let file;
  try {
    // Windows has no O_NOFOLLOW.
    if (!(await lstat(place)).isFile()) return undefined;
    file = await open(place, readOnly);
    const stats = await file.stat();
    return stats.isFile() ? { bytes: await file.readFile(), mode: stats.mode } : undefined;
  } catch {
    return undefined;
  } finally {
    await file?.close();
  }
}

function leave(file: string, reason: LeftOutFile['reason'], detail: string): LeftOutFile {
  return { path: file, reason, detail };
}

function changed(file: string): string {
  return `${file} changed while scenarios were made. Save your work, leave the folder alone for a moment, and call again.`;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
