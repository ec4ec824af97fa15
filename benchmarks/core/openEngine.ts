import type { InfillEngine } from '../../runtime/diffusion';
import { modelsFolder } from './packageRoot';

/** Imports the engine, and with it the native module, only when a command computes: help and messages stay quick. */
export async function openEngine(threads: number): Promise<InfillEngine> {
  const { InfillEngine } = await import('../../runtime/diffusion');
  return new InfillEngine({ threads, modelsFolder: modelsFolder() });
}
