export type { AnnouncedRun } from './announcedRun';
export { openRedis } from './openRedis';
export { redisAddress, type RedisAddress } from './redisAddress';
export { RedisSampleQueue, type RedisQueueInput } from './redisSampleQueue';
export { RunBudget } from './runBudget';
export { Seal } from './seal';
export { serveRuns, type OpenedRun, type ServedRun, type ServeRunsInput } from './serveRuns';
