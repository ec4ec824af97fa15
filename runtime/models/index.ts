export { manifestFile, plainName, sha256, type ManifestFile, type ModelManifest } from './manifest';
export { ggufFile, graphFile, modelPath, openModelFolder, type ModelFolder } from './modelFolder';
export { holdsModel, putModelFile } from './putFile';
export { markModelInUse } from './installed/inUse';
export type { ModelManager, ManagerOptions } from './modelManager';

/** The model manager is loaded where it is used: the engine's process needs neither hub nor proxies. */
export const loadModelManager = async (): Promise<typeof import('./modelManager').ModelManager> =>
  (await import('./modelManager')).ModelManager;

/** What can be downloaded, with licences: for who wants to know what a file may be used for. */
export const loadCatalogue = async (): Promise<typeof import('./catalogue').Catalogue> =>
  (await import('./catalogue')).Catalogue;
