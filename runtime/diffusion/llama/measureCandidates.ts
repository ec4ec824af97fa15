/**
 * `npx tsx runtime/diffusion/llama/measureCandidates.ts`: processor time that node-llama-cpp needs to hand out a row of
 * a vocabulary of 151,936, by what is asked for. The model is tiny, so that hardly anything else is measured.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getLlama, LlamaLogLevel, type Token } from 'node-llama-cpp';
import type { FullAttentionConfig } from '../checkpoint/modelConfig';
import { RandomWeights } from '../providers';
import { writeGgufModel } from './writeGgufModel';

const rows = 32;
const features = { epsilon: 1e-6, ropeTheta: 1e6, queryKeyNorm: true, projectionBias: false, tiedHead: true } as const;
const sizes = { hidden: 64, layers: 2, heads: 4, kvHeads: 2, headDim: 16, intermediate: 96, vocab: 151_936 } as const;
const none = { bos: undefined, eos: undefined, expand: undefined, delete: undefined } as const;
const config: FullAttentionConfig = {
  family: 'coda',
  attention: 'full',
  logitShift: 1,
  shape: { ...features, ...sizes, shiftedKeyHeads: 0, positions: 1024 },
  special: { ...none, mask: 1, pad: 0, forbidden: [] },
  ...{ windowTokens: 32, maxPrefixTokens: 256, maxSuffixTokens: 64 },
};

const all = { temperature: 1, topP: 1, minP: 0 };
const ways = {
  'the best token': { token: true, options: { temperature: 0 } },
  'a token and its probability': { token: true, confidence: true, options: { ...all, topK: 0 } },
  '128 candidates': { probabilities: true, options: { ...all, topK: 128 } },
  '1,024 candidates': { probabilities: true, options: { ...all, topK: 1024 } },
  'all candidates': { probabilities: true, options: { ...all, topK: 0 } },
};

async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'whetstone-candidates-'));
  try {
    const file = path.join(folder, 'model.gguf');
    const tokenizer = { model: { vocab: {}, merges: [] } };
    await writeGgufModel(file, config, new RandomWeights(config), { type: 'F32', name: 'candidates', tokenizer });
    const quiet = { build: 'never', skipDownload: true, logLevel: LlamaLogLevel.error } as const;
    const llama = await getLlama({ gpu: false, maxThreads: 1, ...quiet });
    const model = await llama.loadModel({ modelPath: file, gpuLayers: 0 });
    const context = await model.createContext({ contextSize: 64, batchSize: rows, threads: 1, flashAttention: false });
    const sequence = context.getSequence();
    for (const [way, generateNext] of Object.entries(ways)) {
      let least = Infinity;
      for (let times = 0; times < 3; times++) {
        await sequence.clearHistory();
        const before = process.cpuUsage();
        await sequence.controlledEvaluate(
          Array.from({ length: rows }, (_, row) => [(1000 + 37 * row) as Token, { generateNext }]),
        );
        const { user, system } = process.cpuUsage(before);
        least = Math.min(least, (user + system) / 1000 / rows);
      }
      console.log(`${way}: ${least.toFixed(1)} ms a row`);
    }
    await llama.dispose();
  } finally {
    await rm(folder, { recursive: true });
  }
}

void main();
