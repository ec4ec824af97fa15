import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { cpus, release } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { goldenVersion } from './goldenModel';
import { onnxRuntimePackage } from './providerNames';

/** What must stay the same for a choice of provider to stay good, as one text. */
export async function describeMachine(): Promise<string> {
  const parts = [
    `golden ${goldenVersion}`,
    `onnxruntime ${onnxRuntimePackage()?.version ?? 'absent'}`,
    `${process.platform} ${process.arch} ${release()}`,
    `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    ...(await graphicsDrivers()),
  ];
  return parts.join('; ');
}

/** Graphics drivers with their versions, as far as the system tells without loading one. */
async function graphicsDrivers(): Promise<readonly string[]> {
  if (process.platform === 'linux') return linuxDrivers();
  // macOS brings its drivers, so that its release says all.
  return process.platform === 'win32' ? windowsDrivers() : [];
}

async function linuxDrivers(): Promise<readonly string[]> {
  const found: string[] = [];
  const nvidia = await readFile('/proc/driver/nvidia/version', 'utf8').catch(() => undefined);
  if (nvidia !== undefined) found.push(nvidia.split('\n')[0]!.trim());
  const root = '/sys/class/drm';
  for (const card of (await readdir(root).catch(() => [])).filter((name) => /^card\d+$/.test(name)).sort()) {
    const read = (name: string) => readFile(path.join(root, card, 'device', name), 'utf8').catch(() => '?');
    found.push(`${card} ${(await read('vendor')).trim()}:${(await read('device')).trim()}`);
  }
  // Vulkan's loader finds drivers by these files; a new version of one brings a new file.
  const named = ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES'].flatMap((name) => process.env[name]?.split(':') ?? []);
  const folders = ['/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d', '/usr/share/vulkan/icd.d'];
  const listed = folders.map(async (folder) => {
    const names = await readdir(folder).catch(() => []);
    return names.sort().map((name) => path.join(folder, name));
  });
  for (const file of [...new Set([...named, ...(await Promise.all(listed)).flat()])]) {
    const facts = await stat(file).catch(() => undefined);
    if (facts) found.push(`${file} ${facts.size} ${Math.round(facts.mtimeMs)}`);
  }
  // Where the loader itself may be found.
  const libraries = process.env.LD_LIBRARY_PATH;
  return libraries === undefined ? found : [...found, `LD_LIBRARY_PATH ${libraries}`];
}

/** Display adapters in the registry: name and version of their drivers. */
async function windowsDrivers(): Promise<readonly string[]> {
  const key = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e968-e325-11ce-bfc1-08002be10318}';
  try {
    const { stdout } = await promisify(execFile)('reg', ['query', key, '/s', '/v', 'DriverVersion'], { timeout: 5000 });
    return stdout.match(/REG_SZ\s+\S+/g)?.map((line) => line.replace(/\s+/g, ' ')) ?? [];
  } catch {
    return ['drivers unknown'];
  }
}
