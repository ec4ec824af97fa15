import type { Redis } from 'ioredis';
import { budgetKey } from './runKeys';

/**
 * Takes the worst cost of a sample out of what is left, unless that would pass the limit. A sample that holds a reservation already was
 * begun by a worker that died: nobody saw what it cost, so its worst case stays spent.
 */
const RESERVE = `
local limit = tonumber(redis.call('HGET', KEYS[1], 'limit'))
local spent = tonumber(redis.call('HGET', KEYS[1], 'spent') or '0')
local reserved = tonumber(redis.call('HGET', KEYS[1], 'reserved') or '0')
local before = tonumber(redis.call('HGET', KEYS[1], 'sample:' .. ARGV[1]) or '0')
if before > 0 then
  spent = spent + before
  reserved = reserved - before
  redis.call('HSET', KEYS[1], 'spent', spent, 'reserved', reserved)
  redis.call('HDEL', KEYS[1], 'sample:' .. ARGV[1])
end
local cost = tonumber(ARGV[2])
if limit and spent + reserved + cost > limit then return 0 end
redis.call('HSET', KEYS[1], 'reserved', reserved + cost, 'sample:' .. ARGV[1], cost)
return 1
`;

const SETTLE = `
local before = tonumber(redis.call('HGET', KEYS[1], 'sample:' .. ARGV[1]) or '0')
redis.call('HINCRBY', KEYS[1], 'spent', ARGV[2])
redis.call('HINCRBY', KEYS[1], 'reserved', -before)
redis.call('HDEL', KEYS[1], 'sample:' .. ARGV[1])
return 1
`;

/**
 * The budget of a run that several machines spend: each has books of its own and knows nothing of the others', so what is left is counted in
 * Redis, before a call is sent. Micro-dollars, whole numbers.
 */
export class RunBudget {
  constructor(
    private readonly redis: Redis,
    private readonly run: string,
  ) {}

  /** @param limit undefined: nothing but the user's other budgets. @param spent what the run had cost before */
  async open(limit: number | undefined, spent: number): Promise<void> {
    const key = budgetKey(this.run);
    // What workers spent since is in Redis already, where a coordinator comes back after a crash.
    await this.redis.hsetnx(key, 'spent', String(Math.ceil(spent)));
    if (limit === undefined) await this.redis.hdel(key, 'limit');
    else await this.redis.hset(key, 'limit', String(Math.floor(limit)));
  }

  /** @returns false: the budget does not allow it */
  async reserve(sample: number, worst: number): Promise<boolean> {
    return (await this.redis.eval(RESERVE, 1, budgetKey(this.run), String(sample), String(Math.ceil(worst)))) === 1;
  }

  async settle(sample: number, cost: number): Promise<void> {
    await this.redis.eval(SETTLE, 1, budgetKey(this.run), String(sample), String(Math.ceil(cost)));
  }

  async spent(): Promise<number> {
    return Number((await this.redis.hget(budgetKey(this.run), 'spent')) ?? 0);
  }
}
