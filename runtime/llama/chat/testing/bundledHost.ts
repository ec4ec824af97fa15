import path from 'node:path';
import { bundledProgram } from '../../../testing/bundledProgram';
import type { LlamaProgram } from '../../llamaProcess';

/** Where the library is, which a bundle outside of the project does not find by itself. */
export const library = path.resolve(__dirname, '../../../..');

/** The process of chat models, bundled: it starts in a fraction of the time that its source does. */
export async function bundledChatHost(): Promise<LlamaProgram> {
  return { entry: await bundledProgram('runtime/llama/chat/chatHost.ts') };
}
