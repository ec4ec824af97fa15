import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { RuntimeError } from '../runtimeError';

/** The part of node-llama-cpp that runs models. */
export type NodeLlama = Pick<
  typeof import('node-llama-cpp'),
  'getLlama' | 'LlamaLogLevel' | 'LlamaGrammarEvaluationState' | 'LlamaChat' | 'resolveChatWrapper'
>;

/**
 * Loads node-llama-cpp: the bundle of it beside this program (dist/nodeLlama) where packaging has put a platform's binaries
 * there, else the package.
 * @param folder where `npm install node-llama-cpp` was run; undefined: what belongs to this program
 * @throws RuntimeError unavailable when it is not there or its libraries do not load
 */
export async function loadNodeLlama(folder?: string): Promise<NodeLlama> {
  try {
    if (folder === undefined) {
      const bundled = path.join(__dirname, '..', 'nodeLlama');
      if (!existsSync(path.join(bundled, 'bins'))) return await import('node-llama-cpp');
      return (await import(pathToFileURL(path.join(bundled, 'dist', 'index.js')).href)) as NodeLlama;
    }
    const entry = entryIn(folder);
    return (await import(pathToFileURL(entry).href)) as NodeLlama;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1).join('') : String(error);
    throw new RuntimeError(
      'unavailable',
      `llama.cpp cannot be loaded here: ${reason}.`,
      folder === undefined
        ? 'Install the Whetstone package for this platform (Linux needs glibc 2.34 or newer), or choose a model that is not GGUF.'
        : `Run \`npm install node-llama-cpp@3.21.1\` in ${folder}, or choose a model that is not GGUF.`,
      { cause: error },
    );
  }
}

/** Its package has no entry for `require` and does not tell its own place, so it is looked for as Node would. */
function entryIn(folder: string): string {
  const places = createRequire(path.join(folder, 'package.json')).resolve.paths('node-llama-cpp') ?? [];
  const entries = places.map((place) => path.join(place, 'node-llama-cpp', 'dist', 'index.js'));
  const found = entries.find((entry) => existsSync(entry));
  if (found === undefined) throw new Error(`node-llama-cpp is not installed in ${folder}`);
  return found;
}
