export { goldenValues, type NamedValues } from './goldenPasses';
export { backendNames } from './providerNames';
export { Providers, type ProvidersOptions } from './providers';
export { decideRunner, type RunnerDecision, type RunnerFacts } from './decideRunner';
export { probeProgram } from './probeProgram';
export { RandomWeights } from './randomWeights';
export { recommendedFormat, suits, type RecommendedFormat } from './recommendedFormat';
export type { ProbeProgram } from './runProbe';
