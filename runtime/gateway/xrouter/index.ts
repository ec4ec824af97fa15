export { runXRouter, type XRouterOptions } from './runXRouter';
export type { Generate } from './collectAnswer';
export type { RoutingStrategy, XRouterResult } from './trace';
