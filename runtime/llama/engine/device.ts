import type { Llama } from 'node-llama-cpp';
import { RuntimeError } from '../../runtimeError';
import { loadNodeLlama, type NodeLlama } from '../nodeLlama';

/** What computes, and why. */
export interface Device {
  readonly kind: 'cpu' | 'metal' | 'cuda' | 'vulkan';
  /** For the user, e.g. "NVIDIA RTX 4070, 12.0 GB". */
  readonly reason: string;
}

export interface OpenedLlama {
  readonly library: NodeLlama;
  readonly llama: Llama;
  readonly device: Device;
  /** Lines that llama.cpp has logged as errors since the last call. */
  readonly errors: () => readonly string[];
}

/** A graphics processor as llama.cpp names it. */
export interface SeenGpu {
  readonly kind: 'metal' | 'cuda' | 'vulkan';
  readonly devices: readonly string[];
  /** Bytes. */
  readonly memory: number;
}

/**
 * Whether a graphics processor can be used. A driver's library alone is no device: with libvulkan and no card llama.cpp says
 * 'vulkan', names no device and has no memory there.
 */
export function judgeGpu({ kind, devices, memory }: SeenGpu): Device {
  if (devices.length === 0) return { kind: 'cpu', reason: `${kind} is installed, but names no device.` };
  if (memory <= 0) return { kind: 'cpu', reason: `${devices.join(', ')} has no memory that ${kind} can use.` };
  return { kind, reason: `${devices.join(', ')}, ${(memory / 2 ** 30).toFixed(1)} GB.` };
}

const mostLines = 50;

export interface DeviceOptions {
  /** Never left to the library, whose own choice is four at least, which wait for each other by spinning. */
  readonly threads: number;
  readonly gpu: 'auto' | 'off';
  /** Folder in which node-llama-cpp is installed; default: this program's own. */
  readonly library?: string | undefined;
}

/**
 * Starts llama.cpp on the best device that works here.
 * @throws RuntimeError unavailable
 */
export async function openLlama({ threads, gpu, library: folder }: DeviceOptions): Promise<OpenedLlama> {
  const library = await loadNodeLlama(folder);
  const lines: string[] = [];
  const errors = () => lines.splice(0);
  const open = (type: 'auto' | 'metal' | false) =>
    library.getLlama({
      gpu: type,
      build: 'never',
      skipDownload: true,
      maxThreads: threads,
      logLevel: library.LlamaLogLevel.error,
      logger: (_level, message) => {
        if (lines.push(message) > mostLines) lines.shift();
      },
    });
  try {
    if (gpu === 'auto') {
      const llama = await open('auto');
      if (llama.gpu === false)
        return { library, llama, errors, device: { kind: 'cpu', reason: 'No graphics processor here.' } };
      const [devices, { total }] = await Promise.all([llama.getGpuDeviceNames(), llama.getVramState()]);
      const device = judgeGpu({ kind: llama.gpu, devices, memory: total });
      if (device.kind !== 'cpu') return { library, llama, errors, device };
      await llama.dispose();
      return { library, errors, llama: await open(withoutGpu()), device };
    }
    return { library, errors, llama: await open(withoutGpu()), device: { kind: 'cpu', reason: 'Switched off.' } };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n', 1).join('') : String(cause);
    throw new RuntimeError(
      'unavailable',
      `llama.cpp has no binary that runs here: ${why}.`,
      'Install the Whetstone package for this platform (Linux needs glibc 2.34 or newer).',
      { cause },
    );
  }
}

/** The package for Apple silicon has Metal in it and no other binary; no layer is given to it then. */
function withoutGpu(): 'metal' | false {
  return process.platform === 'darwin' && process.arch === 'arm64' ? 'metal' : false;
}
