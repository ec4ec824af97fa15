import path from 'node:path';
import type { LoadedModel, WindowModel } from '../../runtime/diffusion';
import { BadInputError } from '../core/badInputError';
import { modelsFolder } from '../core/packageRoot';
import { chosenModel } from './chosenModel';

/**
 * Opens a model with full attention for a measurement below the engine.
 * @param purpose what is measured, for the message
 * @throws BadInputError when the model is of another kind
 */
export async function openFullAttentionModel(choice: string, threads: number, purpose: string): Promise<WindowModel> {
  const chosen = await chosenModel(choice);
  const folder = chosen === 'embedded' ? path.join(modelsFolder(), 'embedded') : chosen;
  const { openModel } = await import('../../runtime/diffusion');
  const model: LoadedModel = await openModel(folder, { threads });
  if (model.hasFullAttention()) return model;
  const { id, family } = model.info;
  await model.dispose();
  throw new BadInputError(
    `${id} is of the family ${family}, whose context never sees the window: there is no ${purpose} to measure. ` +
      'Choose a model with full attention.',
  );
}
