import type { ProviderName } from '../../protocol';
import { RuntimeError } from '../../runtimeError';
import { backendNames } from '../providers';
import type { GraphSession } from './passGraph';

export interface SessionOptions {
  readonly threads: number;
  readonly provider: ProviderName;
  /** Path and first part of the name of a file that gets the times of all nodes; undefined: no profile. */
  readonly profile?: string;
}

/**
 * An ONNX Runtime session as models and probes of providers use it. The library is loaded with the first one: where there
 * is none, models that llama.cpp runs work all the same.
 * @throws RuntimeError unavailable without ONNX Runtime, or what ONNX Runtime throws
 */
export async function openSession(
  graph: string,
  { threads, provider, profile }: SessionOptions,
): Promise<GraphSession & { endProfiling(): void }> {
  const ort = await loadOnnxRuntime();
  const session = await ort.InferenceSession.create(graph, {
    executionProviders: [backendNames[provider]],
    graphOptimizationLevel: 'all',
    executionMode: 'sequential',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // Patterns are kept for every combination of input sizes, and hardly any two passes have the same.
    enableMemPattern: false,
    logSeverityLevel: 3,
    ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
    // A thread that spins between two passes takes the processor from the editor.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  return {
    inputNames: session.inputNames,
    run: (feeds, outputs) => {
      const tensors = Object.entries(feeds).map(([name, tensor]) => [
        name,
        tensor.type === 'int64'
          ? new ort.Tensor('int64', tensor.data, tensor.dims)
          : new ort.Tensor('float32', tensor.data, tensor.dims),
      ]);
      return session.run(Object.fromEntries(tensors) as Parameters<typeof session.run>[0], outputs);
    },
    release: () => session.release(),
    endProfiling: () => session.endProfiling(),
  };
}

async function loadOnnxRuntime(): Promise<typeof import('onnxruntime-node')> {
  try {
    return await import('onnxruntime-node');
  } catch (error) {
    const { platform, arch } = process;
    const reason = error instanceof Error ? error.message.split('\n', 1).join('') : String(error);
    throw new RuntimeError(
      'unavailable',
      `ONNX Runtime cannot be loaded on this machine (${platform} ${arch}): ${reason}.`,
      platform === 'darwin' && arch === 'x64'
        ? 'It has no library for Intel Macs: choose a model in GGUF (precision gguf-q8_0), which llama.cpp runs.'
        : 'Install the Whetstone package for this platform (Linux needs glibc 2.28 or newer), or choose a model in GGUF (precision gguf-q8_0), which llama.cpp runs.',
      { cause: error },
    );
  }
}
