/** All figures of speed and memory, measured in one run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { DiffusionModel, type InfillEngine } from '../../runtime/diffusion';
import { packageRoot } from '../core/packageRoot';
import { AutoregressiveRival } from './autoregressiveRival';
import { measureConversion } from './conversionRows';
import { measureCopyRows } from './copyRows';
import { measureLedger } from './ledgerRows';
import { measureChild } from './memoryRows';
import { measurePassRows } from './passRows';
import { readRecordedRows } from './recordedRows';
import type { SpeedReport, SpeedRow } from './report';
import { measureRequests } from './requestRows';
import { writeRivalModel } from './rivalModel';
import { CONTEXT_TOKENS, Workload } from './workload';

export interface SpeedOptions {
  /** 'embedded', or the absolute path of a model folder. */
  readonly model: string;
  /** Threads of both sides. */
  readonly threads: number;
  readonly engine: InfillEngine;
  readonly signal: AbortSignal;
  readonly onProgress: (what: string) => void;
}

export async function measureSpeed(options: SpeedOptions): Promise<SpeedReport> {
  const { engine, threads, model } = options;
  const loadBefore = loadavg()[0] ?? 0;
  const info = await engine.load(model);
  const scratch = await mkdtemp(path.join(tmpdir(), 'whetstone-speed-'));
  const { tokenizer } = await openTokenizer(info.folder);
  try {
    const encode = (text: string) => tokenizer.encode(text).ids;
    const workload = new Workload(encode);
    const rivalFile = path.join(scratch, 'rival.gguf');
    const rivalModel = await writeRivalModel(info.folder, 2 * CONTEXT_TOKENS, rivalFile);
    const rival = await AutoregressiveRival.open({ file: rivalFile, threads, contextTokens: 2 * CONTEXT_TOKENS });
    const rows: SpeedRow[] = [];
    try {
      rows.push(...(await measureRequests({ ...options, rival, encode, workload })));
      options.onProgress('single passes');
      rows.push(...(await measurePassRows(info.folder, threads)));
    } finally {
      await rival.dispose();
    }
    options.onProgress('copies');
    rows.push(...(await measureCopyRows(tokenizer, workload)));
    options.onProgress('memory');
    const missing: string[] = [];
    try {
      rows.push(...(await measureChild({ model, threads, workload, rivalFile })));
    } catch (error) {
      missing.push(`runtime child: ${error instanceof Error ? error.message : String(error)}`);
    }
    try {
      const cases = [{ type: 'BF16', quantise: 'int8' }] as const;
      rows.push(
        ...(await measureConversion({ ...options, scratch: path.join(scratch, 'conversion'), layers: 1, cases })),
      );
    } catch (error) {
      options.signal.throwIfAborted();
      missing.push(`conversion: ${error instanceof Error ? error.message : String(error)}`);
    }
    try {
      rows.push(
        ...(await measureLedger({ ...options, folder: path.join(packageRoot(), '.cache', 'speed'), rounds: 10 })),
      );
    } catch (error) {
      options.signal.throwIfAborted();
      missing.push(`ledger: ${error instanceof Error ? error.message : String(error)}`);
    }
    const recorded = await readRecordedRows();
    return {
      machine: {
        cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
        cores: availableParallelism(),
        node: process.version,
        load: [loadBefore, loadavg()[0] ?? 0],
      },
      model: { id: info.id, parameters: info.parameters },
      rival: { name: 'node-llama-cpp, Qwen3 shape, Q8_0', parameters: rivalModel.parameters },
      threads,
      rows: [...rows, ...recorded.rows],
      missing: [...missing, ...recorded.missing],
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A model that is closed again at once: its tokenizer stays. */
async function openTokenizer(folder: string): Promise<DiffusionModel> {
  const model = await DiffusionModel.open(folder, { threads: 1 });
  await model.dispose();
  return model;
}
