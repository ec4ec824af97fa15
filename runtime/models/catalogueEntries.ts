import type { CatalogueEntryInput } from './catalogue';

const apache = {
  name: 'Apache License 2.0',
  spdx: 'Apache-2.0',
  url: 'https://www.apache.org/licenses/LICENSE-2.0',
  hubTag: 'apache-2.0',
  needsAcceptance: false,
} as const;

const ccByNc = {
  name: 'CC BY-NC 4.0',
  spdx: 'CC-BY-NC-4.0',
  url: 'https://creativecommons.org/licenses/by-nc/4.0/legalcode',
  hubTag: 'cc-by-nc-4.0',
  needsAcceptance: true,
} as const;

/**
 * Entries that ship. File names, sizes and hashes are not written down: nobody here has seen the repositories
 * themselves, so they are taken from the hub's answer when a download begins, and pinned to its commit from then on.
 * What `unverified` names was taken from papers, code and model cards' copies, and not from the hub.
 */
export const builtInEntries: readonly CatalogueEntryInput[] = [
  {
    id: 'coda-v0-instruct',
    title: 'CoDA 1.7B Instruct',
    family: 'CoDA',
    repository: { name: 'Salesforce/CoDA-v0-Instruct', revision: 'main' },
    licence: ccByNc,
    // 28 layers of 50.3 M, and 151,936 x 2,048 each for embedding and head, which are not tied.
    parameters: 2_031_739_904,
    downloadBytes: 8_130_000_000,
    goodFor:
      'Code in one of several languages, mostly Python, with instructions. The strongest of the CoDA models: HumanEval 54.3 % (technical report). For research and other non-commercial use only.',
    unverified: ['files', 'downloadBytes', 'revision'],
  },
  {
    id: 'coda-v0-base',
    title: 'CoDA 1.7B Base',
    family: 'CoDA',
    repository: { name: 'Salesforce/CoDA-v0-Base', revision: 'main' },
    licence: ccByNc,
    parameters: 2_031_739_904,
    downloadBytes: 8_130_000_000,
    goodFor:
      'Filling code between what is around it, without instructions: HumanEval 29.3 % (technical report). For research and other non-commercial use only.',
    unverified: ['files', 'downloadBytes', 'revision'],
  },
  {
    id: 'dreamon-v0-7b',
    title: 'DreamOn 7B',
    family: 'DreamOn',
    repository: { name: 'Dream-org/DreamOn-v0-7B', revision: 'main' },
    licence: apache,
    parameters: 7_615_616_512,
    downloadBytes: 15_230_000_000,
    goodFor:
      'Gaps of unknown length in code: it expands and deletes while it fills. HumanEval single-line infilling 90.8 % (its authors). Slow without a GPU.',
    unverified: ['files', 'downloadBytes', 'revision', 'parameters', 'licence'],
  },
  {
    id: 'dream-coder-v0-instruct-7b',
    title: 'Dream-Coder 7B Instruct',
    family: 'Dream-Coder',
    repository: { name: 'Dream-org/Dream-Coder-v0-Instruct-7B', revision: 'main' },
    licence: apache,
    parameters: 7_615_616_512,
    downloadBytes: 15_230_000_000,
    goodFor: 'Code in several languages, with instructions; gaps of known length. Slow without a GPU.',
    unverified: ['files', 'downloadBytes', 'revision', 'parameters', 'licence'],
  },
  {
    id: 'open-dcoder-0.5b',
    title: 'Open-dCoder 0.5B',
    family: 'Open-dCoder',
    repository: { name: 'fredzzp/open-dcoder-0.5B', revision: 'main' },
    licence: apache,
    parameters: 494_032_768,
    goodFor: 'Quick suggestions on a machine without a GPU, mostly Python; gaps of known length.',
    unverified: ['files', 'revision', 'parameters', 'licence'],
  },
];
