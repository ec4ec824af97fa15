export { manifestFile, sha256, type ManifestFile, type ModelManifest } from './manifest';
export { inspectModelFolder, modelPath, openModelFolder, type ModelFolder } from './modelFolder';
