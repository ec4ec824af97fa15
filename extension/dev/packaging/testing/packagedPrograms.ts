/** Whether the programs of a package run by themselves, in a folder above which there is no node_modules. */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CancellationToken } from 'vscode-jsonrpc';
import { makeRandomModel } from '../../../../runtime/diffusion/test/randomModel';
import { writeTinyChatModel } from '../../../../runtime/llama/chat/testing/tinyChatModel';
import { GatewayClient } from '../../../budget/gatewayClient';
import { gatewayEnvironment } from '../../../budget/gatewayEnvironment';
import { ModelsClient } from '../../../models/modelsClient';
import { RuntimeProcess } from '../../../runtimeProcess';
import { request } from '../../../runtimeProcess/testing/requests';
import { targets, type Target } from '../targets';
import { check, combine, type PartResult } from '../../parts/part';
import { runOrThrow } from '../../vscode/run';

/** Small, so that it is converted in a moment. */
const shape = { family: 'coda', hidden: 64, heads: 4, kvHeads: 2, headDim: 16, intermediate: 96, vocab: 512 } as const;

/**
 * Starts each program of an installed package and asks something of it that only works when all of its parts are there: native
 * binaries, the processes that it starts itself, models and pages.
 * @param installed folder of the installed extension; it is copied, because packages of the project would be found from there
 */
export async function checkPackagedPrograms(installed: string, target: Target): Promise<PartResult> {
  const folder = await mkdtemp(path.join(tmpdir(), 'whetstone-package-'));
  try {
    const extension = path.join(folder, 'extension');
    await cp(installed, extension, { recursive: true });
    await mkdir(path.join(folder, 'home'));
    const results = [
      await check("outside the project: suggestions by llama.cpp's process", () => infillByLlama(extension)),
      await check('outside the project: models are listed', () => listModels(extension, folder)),
      await check("outside the project: the gateway's process and a chat model in a process of its own", () =>
        chat(extension, folder),
      ),
      await check('outside the project: the command line', () => commandLine(extension, folder)),
    ];
    // Without ONNX Runtime there is nothing else to run.
    if (targets[target].onnx === undefined) return combine(...results);
    return combine(
      ...results,
      await check('outside the project: suggestions of the embedded model', async () =>
        assert.equal(await infill(extension, 'embedded'), 'cpu'),
      ),
      await check('outside the project: the execution providers are tried', () => tryProviders(extension)),
    );
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const program = (extension: string, name: string): string => path.join(extension, 'dist', 'runtime', `${name}.cjs`);
const modelsOf = (extension: string): string => path.join(extension, 'media', 'models');

function openRuntime(extension: string): RuntimeProcess {
  const options = { modelsFolder: modelsOf(extension), threads: 1, log: () => undefined };
  return new RuntimeProcess({ entry: program(extension, 'diffusionHost'), ...options });
}

/** @param model id or folder @returns what ran it */
async function infill(extension: string, model: string): Promise<string | undefined> {
  const runtime = openRuntime(extension);
  try {
    const asked = request('def area(width, height):\n    return ', { languageId: 'python' });
    await runtime.infill({ ...asked, model }, CancellationToken.None);
    return (await runtime.status())?.models[0]?.provider;
  } finally {
    await runtime.dispose();
  }
}

async function infillByLlama(extension: string): Promise<void> {
  const model = await makeRandomModel('gguf-f16', shape);
  try {
    assert.equal(await infill(extension, model.folder), 'llama');
  } finally {
    await model.remove();
  }
}

async function tryProviders(extension: string): Promise<void> {
  const runtime = openRuntime(extension);
  try {
    const { providers } = await runtime.providers({ probe: 'always' });
    const processor = providers.find(({ name }) => name === 'cpu');
    assert.equal(processor?.state, 'works', processor?.reason);
  } finally {
    await runtime.dispose();
  }
}

async function listModels(extension: string, folder: string): Promise<void> {
  const client = new ModelsClient({
    entry: program(extension, 'modelsHost'),
    downloadEntry: program(extension, 'downloadHost'),
    modelsFolder: path.join(folder, 'models'),
    embedded: path.join(modelsOf(extension), 'embedded'),
  });
  try {
    const listings = await client.list();
    assert.ok(listings.some(({ id, state }) => id === 'embedded' && state === 'installed'));
  } finally {
    client.dispose();
  }
}

async function chat(extension: string, folder: string): Promise<void> {
  const file = path.join(folder, 'tiny.gguf');
  await writeTinyChatModel(file);
  const said: string[] = [];
  const client = new GatewayClient({
    entry: program(extension, 'gatewayHost'),
    env: { ...gatewayEnvironment(process.env, false, undefined), WHETSTONE_HOME: path.join(folder, 'home') },
    idleMs: 0,
    config: () =>
      Promise.resolve({
        ...{ providers: [], keys: {}, hostModels: [], localModels: [file], threads: 1 },
        policy: { localOnly: true, allowedModels: [], quality: 5, defaultModel: 'auto' },
      }),
    hostGenerate: () => Promise.reject(new Error('No model of an editor was named.')),
    log: ({ message }) => said.push(message),
  });
  try {
    const [entry] = await client.models();
    assert.ok(entry?.usable, `the gateway has no model: ${entry?.problem} ${said.join('\n')}`);
    let text = '';
    const result = await client.generate(
      {
        model: entry.model.id,
        messages: [{ role: 'user', content: [{ type: 'text', text: 'Good morning' }] }],
        // Not at a temperature, where random weights end the turn at once now and then (22 of 400 times).
        ...{ purpose: 'chat', maxOutputTokens: 16, temperature: 0 },
      },
      (event) => (text += event.type === 'text' ? event.text : ''),
    );
    assert.ok(text !== '', `no text: ${JSON.stringify(result)} ${said.join('\n')}`);
  } finally {
    client.dispose();
  }
}

async function commandLine(extension: string, folder: string): Promise<void> {
  const env = { ...process.env, WHETSTONE_HOME: path.join(folder, 'home') };
  const args = [path.join(extension, 'benchmarks', 'bin', 'whetstone.mjs'), 'models', 'list', '--json'];
  const output = await runOrThrow(process.execPath, args, { cwd: folder, env, timeoutMs: 60_000 });
  assert.match(output, /"embedded"/);
}
