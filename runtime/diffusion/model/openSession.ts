import * as ort from 'onnxruntime-node';
import type { ProviderName } from '../../protocol';
import { backendNames } from '../providers';
import type { GraphSession } from './passGraph';

export interface SessionOptions {
  readonly threads: number;
  readonly provider: ProviderName;
  /** Path and first part of the name of a file that gets the times of all nodes; undefined: no profile. */
  readonly profile?: string;
}

/** An ONNX Runtime session as models and probes of providers use it. @throws what ONNX Runtime throws */
export async function openSession(
  graph: string,
  { threads, provider, profile }: SessionOptions,
): Promise<GraphSession & { endProfiling(): void }> {
  return ort.InferenceSession.create(graph, {
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
}
