import { RuntimeError } from '../../runtimeError';
import type { RemoteFile, RemoteRepository } from '../hub/remoteRepository';

/** What the catalogue knows of a file. */
interface KnownFile {
  readonly name: string;
  readonly bytes?: number | undefined;
  readonly sha256?: string | undefined;
}

/**
 * The files of a repository that make the checkpoint.
 * @param known files that must be there, as the catalogue knows them
 * @throws RuntimeError model-unsupported when it holds no checkpoint that can be converted; model-corrupt when a file is
 *   not the one that the catalogue knows, or its name cannot be used on every system
 */
export function chooseFiles(
  repository: RemoteRepository,
  known: readonly KnownFile[],
  isWanted: (name: string) => boolean,
): readonly RemoteFile[] {
  const names = new Set(known.map(({ name }) => name));
  const files = repository.files.filter(({ path }) => isWanted(path) || names.has(path));
  for (const file of known) checkKnown(repository, file);
  const seen = new Set<string>();
  for (const { path } of files) {
    const folded = path.toLowerCase();
    if (seen.has(folded)) throw wrongName(repository, path, 'twice, but for the case of letters');
    if (path.includes('/')) throw wrongName(repository, path, 'in a folder of its own');
    if (/[<>:"|?*\p{Cc}]|[. ]$/u.test(path))
      throw wrongName(repository, path, 'under a name that not every system allows');
    seen.add(folded);
  }
  if (!files.some(({ path }) => path.endsWith('.safetensors')))
    throw unsupported(repository, 'no weights as safetensors');
  if (!seen.has('config.json')) throw unsupported(repository, 'no config.json');
  return files;
}

function checkKnown(repository: RemoteRepository, known: KnownFile): void {
  const found = repository.files.find(({ path }) => path === known.name);
  const same =
    found !== undefined &&
    (known.bytes === undefined || known.bytes === found.bytes) &&
    (known.sha256 === undefined || found.digest.kind !== 'sha256' || known.sha256 === found.digest.hex);
  if (same) return;
  const what = found === undefined ? 'is not there any more' : 'is not the one that the catalogue knows';
  const message = `${known.name} of ${repository.name} ${what}.`;
  throw new RuntimeError('model-corrupt', message, 'Update Whetstone; until then do not use this repository.');
}

function wrongName(repository: RemoteRepository, file: string, how: string): RuntimeError {
  const message = `${repository.name} holds ${JSON.stringify(file)} ${how}.`;
  return new RuntimeError('model-corrupt', message, 'Do not use this repository; report it to the hub.');
}

function unsupported(repository: RemoteRepository, what: string): RuntimeError {
  const message = `${repository.name} holds ${what}.`;
  return new RuntimeError('model-unsupported', message, 'Choose a repository with config.json and safetensors.');
}
