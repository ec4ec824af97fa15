import type { RepositoryIndex } from '../../../../runtime/repository';
import { estimatedTokens, readRepositoryTexts } from '../../../locobench/scenarios';
import { profileRepository } from './profileRepository';
import type { RepositoryProfile } from './types';

/** The profile of a repository as it lies on the disk, without files that hold secrets. */
export async function profileFolder(index: RepositoryIndex, signal: AbortSignal): Promise<RepositoryProfile> {
  const texts = await readRepositoryTexts(index, estimatedTokens, signal);
  return profileRepository(index, (path) => texts.file(path)?.text, signal);
}
