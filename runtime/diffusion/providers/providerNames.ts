import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { ProviderName } from '../../protocol';

/** What ONNX Runtime's Node package calls them. */
export const backendNames: Readonly<Record<ProviderName, string>> = {
  cpu: 'cpu',
  webgpu: 'webgpu',
  directml: 'dml',
  coreml: 'coreml',
  cuda: 'cuda',
};

/** What its profiler calls them (onnxruntime/core/graph/constants.h). */
export const profiledNames: Readonly<Record<ProviderName, string>> = {
  cpu: 'CPUExecutionProvider',
  webgpu: 'WebGpuExecutionProvider',
  directml: 'DmlExecutionProvider',
  coreml: 'CoreMLExecutionProvider',
  cuda: 'CUDAExecutionProvider',
};

/** A provider that may be there on this platform, or why it is not worth a try. */
export interface Candidate {
  readonly name: ProviderName;
  readonly absent?: string;
}

/**
 * What is tried on a platform, the CPU first: the others are compared with it.
 * @param libraries folder of ONNX Runtime's libraries; undefined when the package is not there
 */
export function candidateProviders(platform: NodeJS.Platform, libraries: string | undefined): readonly Candidate[] {
  const found: Candidate[] = [{ name: 'cpu' }, { name: 'webgpu' }];
  if (platform === 'win32') found.push({ name: 'directml' });
  if (platform === 'darwin') found.push({ name: 'coreml' });
  const library = cudaLibraries[platform];
  // The package comes without it: 300 MB that few have a use for.
  if (library !== undefined) {
    const there = libraries !== undefined && existsSync(path.join(libraries, library));
    found.push(there ? { name: 'cuda' } : { name: 'cuda', absent: `ONNX Runtime's ${library} is not installed` });
  }
  return found;
}

const cudaLibraries: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'libonnxruntime_providers_cuda.so',
  win32: 'onnxruntime_providers_cuda.dll',
};

/** Folder of ONNX Runtime's libraries for this process, and the package's version; found without loading them. */
export function onnxRuntimePackage(): { readonly version: string; readonly libraries: string } | undefined {
  const require = createRequire(__filename);
  try {
    const manifest = require.resolve('onnxruntime-node/package.json');
    const { version } = require(manifest) as { readonly version: string };
    const libraries = path.join(path.dirname(manifest), 'bin', 'napi-v6', process.platform, process.arch);
    return { version, libraries };
  } catch {
    return undefined;
  }
}
