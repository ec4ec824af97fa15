import { openModelFolder, sha256 } from '../../runtime/models';

/**
 * What tells a model's weights from others: the hashes of its files.
 * @param model folder of a model, or GGUF file
 * @throws RuntimeError model-missing, model-corrupt
 */
export async function weightsOf(model: string): Promise<readonly string[]> {
  if (/\.gguf$/i.test(model)) return [await sha256(model)];
  return (await openModelFolder(model)).manifest.files.map((file) => file.sha256);
}
