import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuntimeError } from '../runtimeError';

export type NodeLlama = typeof import('node-llama-cpp');

/**
 * Loads node-llama-cpp, which is no part of the package: its libraries are as large as all the rest, and ONNX Runtime is
 * faster wherever it runs.
 * @param folder where `npm install node-llama-cpp` was run; undefined: where this program's own packages are
 * @throws RuntimeError unavailable when it is not there or its libraries do not load
 */
export async function loadNodeLlama(folder?: string): Promise<NodeLlama> {
  try {
    if (folder === undefined) return await import('node-llama-cpp');
    const require = createRequire(path.join(folder, 'package.json'));
    // Its package has no entry for `require`, but the file that it would be is told.
    const entry = path.join(path.dirname(require.resolve('node-llama-cpp/package.json')), 'dist', 'index.js');
    return (await import(pathToFileURL(entry).href)) as NodeLlama;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1).join('') : String(error);
    throw new RuntimeError(
      'unavailable',
      `llama.cpp cannot be loaded here: ${reason}.`,
      `Run \`npm install node-llama-cpp@3.21.1\`${folder === undefined ? '' : ` in ${folder}`}, or use ONNX Runtime.`,
      { cause: error },
    );
  }
}
