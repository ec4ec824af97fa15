import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where Debian's chromium-common keeps Vulkan's loader and SwiftShader, a GPU in software. */
const folder = '/usr/lib/chromium';

/**
 * Environment in which WebGPU finds SwiftShader, so that it can be tested on machines without a GPU. It counts from a
 * process's start: the loader of libraries reads it once.
 * @returns undefined where SwiftShader is not installed
 */
export function softwareAdapter(): NodeJS.ProcessEnv | undefined {
  const driver = path.join(folder, 'vk_swiftshader_icd.json');
  if (process.platform !== 'linux' || !existsSync(driver) || !existsSync(path.join(folder, 'libvulkan.so.1'))) {
    return undefined;
  }
  return { ...process.env, LD_LIBRARY_PATH: folder, VK_ICD_FILENAMES: driver, VK_DRIVER_FILES: driver };
}

/** What a skipped test says. */
export const noAdapter = 'no software adapter: install the Debian package chromium to run WebGPU without a GPU';
