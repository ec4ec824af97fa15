export { runXRouter, type XRouterOptions } from './runXRouter';
export type { Generate } from './collectAnswer';
export { streamXRouter } from './streamXRouter';
export type { XRouterResult } from './trace';
