/**
 * Opens model folders on a provider and on the processor and sends the numbers of both, so that a test can have them
 * from a process with another environment. Arguments: provider, folders.
 */
import { DiffusionModel } from '../../model/diffusionModel';
import { goldenValues } from '../goldenPasses';
import type { ModelRun } from './modelRun';

async function main(): Promise<void> {
  const [provider, ...folders] = process.argv.slice(2);
  for (const folder of folders) {
    const warnings: string[] = [];
    const warn = (message: string) => warnings.push(message);
    const options = { threads: 1, warn, provider: provider === 'webgpu' ? 'webgpu' : 'cuda' } as const;
    const [other, processor] = [
      await DiffusionModel.open(folder, options),
      await DiffusionModel.open(folder, { threads: 1 }),
    ];
    const run: ModelRun = {
      folder,
      provider: other.provider,
      warnings,
      actual: [...(await goldenValues(other, other.config.shape))],
      expected: [...(await goldenValues(processor, processor.config.shape))],
    };
    await other.dispose();
    await new Promise((resolve) => process.send?.(run, resolve));
  }
}

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
