import type { ModelDownload, ModelRow, ShownLicence } from '../models/protocol';

const memory = 24e9;

export const embeddedRow: ModelRow = {
  id: 'embedded',
  title: 'Embedded model',
  state: 'installed',
  used: true,
  family: 'whetstone_infill',
  parameters: 6_500_000,
  precision: 'int8',
  goodFor: 'Suggestions on any machine, at once and without a network. It ships with Whetstone.',
  sizesUnverified: false,
  bytes: 7_100_000,
  fit: { verdict: 'fits', memoryNeeded: 507e6, precision: 'int8', memoryTotal: memory, threads: 2 },
  speed: {
    infillMs: 17.4,
    coldMs: 44,
    passMs: 3.34,
    contextTokens: 470,
    runs: 7,
    threads: 1,
    at: '2026-11-20T09:00:00.000Z',
  },
  main: 'measure',
  more: ['verify', 'reveal'],
};

export const codaRow: ModelRow = {
  id: 'coda-v0-instruct',
  title: 'CoDA 1.7B Instruct',
  state: 'available',
  used: false,
  family: 'CoDA',
  parameters: 2_031_739_904,
  goodFor: 'Code in one of several languages, mostly Python, with instructions.',
  source: 'Salesforce/CoDA-v0-Instruct',
  sizesUnverified: true,
  licence: { name: 'CC BY-NC 4.0', needsAcceptance: true },
  downloadBytes: 8_130_000_000,
  bytes: 0,
  fit: { verdict: 'fits', memoryNeeded: 2.6e9, precision: 'int8', memoryTotal: memory, threads: 2 },
  main: 'download',
  more: [],
};

export const dreamRow: ModelRow = {
  id: 'dreamon-v0-7b',
  title: 'DreamOn 7B',
  state: 'available',
  used: false,
  family: 'DreamOn',
  parameters: 7_615_616_512,
  goodFor: 'Gaps of unknown length in code. Slow without a GPU.',
  source: 'Dream-org/DreamOn-v0-7B',
  sizesUnverified: true,
  licence: { name: 'Apache License 2.0', needsAcceptance: false },
  downloadBytes: 15_230_000_000,
  bytes: 0,
  fit: {
    verdict: 'tight',
    memoryNeeded: 14.1e9,
    precision: 'int8',
    memoryTotal: memory,
    threads: 2,
    gpu: { provider: 'webgpu', device: 'Some GPU', memoryBytes: 16e9, usable: true },
  },
  main: 'download',
  more: [],
};

/** Models in all states that there are. */
export function modelRows(): readonly ModelRow[] {
  return [
    embeddedRow,
    codaRow,
    dreamRow,
    {
      ...codaRow,
      id: 'open-dcoder-0.5b',
      title: 'Open-dCoder 0.5B',
      state: 'downloading',
      licence: { name: 'Apache License 2.0', needsAcceptance: false },
      downloadBytes: 988e6,
      sizesUnverified: false,
      download: downloadAt(0.42),
      main: 'cancel',
    },
    {
      ...codaRow,
      id: 'coda-v0-base',
      title: 'CoDA 1.7B Base',
      state: 'partial',
      licence: {
        name: 'CC BY-NC 4.0',
        needsAcceptance: true,
        accepted: { by: 'ada', at: '2026-11-20T09:00:00.000Z' },
      },
      bytes: 3e9,
      download: { ...downloadAt(0.37), phase: 'failed', active: false, bytesPerSecond: 0 },
      problem: {
        message: 'The hub closed the connection again and again.',
        action: 'Try again later; what is here is kept.',
      },
      main: 'resume',
      more: ['discard'],
    },
    {
      ...embeddedRow,
      id: 'my-model',
      title: 'my-model',
      used: false,
      goodFor: undefined,
      source: '/home/ada/models/my-model',
      speed: undefined,
      remark: 'All 5 files are as they should be.',
      main: 'use',
      more: ['measure', 'verify', 'reveal', 'remove'],
    },
    {
      ...embeddedRow,
      id: 'huge',
      title: 'Huge 70B',
      state: 'broken',
      used: false,
      parameters: 70e9,
      bytes: 71e9,
      speed: undefined,
      fit: { verdict: 'too-large', memoryNeeded: 70.5e9, precision: 'int8', memoryTotal: memory, threads: 2 },
      problem: {
        message: 'model.onnx.data has 12 bytes instead of 71000000000.',
        action: 'Remove it and add it again.',
      },
      main: 'remove',
      more: ['reveal'],
    },
  ];
}

export function downloadAt(share: number): ModelDownload {
  return {
    phase: 'downloading',
    active: true,
    doneBytes: Math.round(share * 988e6),
    totalBytes: 988e6,
    bytesPerSecond: 12.4e6,
  };
}

export const shownLicence: ShownLicence = {
  model: 'coda-v0-instruct',
  title: 'CoDA 1.7B Instruct',
  name: 'CC BY-NC 4.0',
  url: 'https://creativecommons.org/licenses/by-nc/4.0/legalcode',
  text: Array.from({ length: 120 }, (_, line) => `Section ${line}: <b>what may be done</b> & what may not.`).join('\n'),
  textSha256: 'a'.repeat(64),
  forDownload: true,
};
