/** The budget of a run that several machines spend, counted in Redis. */
import type { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { budgetKey } from './runKeys';

/**
 * Adds up what stands in the hash. A reservation that nobody renewed was of a worker that died: nobody saw what its call cost, so its
 * worst case counts as spent (`gone:`), until its worker comes back and says better.
 */
const SUMS = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limit, spent, reserved = nil, 0, 0
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local name, value = all[i], all[i + 1]
  if name == 'limit' then limit = tonumber(value)
  elseif name == 'base' or string.sub(name, 1, 3) == 'by:' or string.sub(name, 1, 5) == 'gone:' then
    spent = spent + tonumber(value)
  elseif string.sub(name, 1, 5) == 'held:' then
    local cost, till = string.match(value, '^(%d+) (%d+)$')
    if tonumber(till) < now then
      redis.call('HDEL', KEYS[1], name)
      redis.call('HSET', KEYS[1], 'gone:' .. string.sub(name, 6), cost)
      spent = spent + tonumber(cost)
    else
      reserved = reserved + tonumber(cost)
    end
  end
end
`;

/** What a process has spent only grows: told as a whole, so that a command that is sent again after a lost connection changes nothing. */
const TOLD = `
local function told(worker, value)
  local before = tonumber(redis.call('HGET', KEYS[1], 'by:' .. worker) or '0')
  if tonumber(value) > before then redis.call('HSET', KEYS[1], 'by:' .. worker, value) end
end
`;

const RESERVE = `
${TOLD}
if redis.call('HEXISTS', KEYS[1], 'open') == 0 then return 'wait' end
told(ARGV[1], ARGV[2])
redis.call('HDEL', KEYS[1], 'held:' .. ARGV[3], 'gone:' .. ARGV[3])
${SUMS}
local cost = tonumber(ARGV[4])
if limit and spent + reserved + cost > limit then
  if reserved > 0 then return 'wait' end
  return 'no'
end
redis.call('HSET', KEYS[1], 'held:' .. ARGV[3], string.format('%d %d', cost, now + tonumber(ARGV[5])))
return 'yes'
`;

/**
 * A process knows which of its calls are under way (cost, or 0 where it is being asked): others of its name are old, and came back with
 * what a coordinator put there anew.
 */
const MINE = `
local function mine(worker, first, till)
  local held = {}
  for i = first, #ARGV, 2 do
    held[ARGV[i]] = true
    if till and ARGV[i + 1] ~= '0' then
      redis.call('HSET', KEYS[1], 'held:' .. ARGV[i], string.format('%d %d', tonumber(ARGV[i + 1]), till))
      redis.call('HDEL', KEYS[1], 'gone:' .. ARGV[i])
    end
  end
  for _, name in ipairs(redis.call('HKEYS', KEYS[1])) do
    local kind, call = string.sub(name, 1, 5), string.sub(name, 6)
    local own = string.sub(call, 1, #worker + 1) == worker .. ':'
    if own and (kind == 'held:' or kind == 'gone:') and not held[call] then redis.call('HDEL', KEYS[1], name) end
  end
end
`;

const SETTLE = `
${TOLD}
${MINE}
told(ARGV[1], ARGV[2])
mine(ARGV[1], 3)
return 1
`;

const RENEW = `
${MINE}
local time = redis.call('TIME')
mine(ARGV[1], 3, time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[2]))
return 1
`;

const OPEN = `
${SUMS}
local before = tonumber(ARGV[2])
if before > spent then redis.call('HINCRBY', KEYS[1], 'base', before - spent) end
if ARGV[1] == '' then redis.call('HDEL', KEYS[1], 'limit') else redis.call('HSET', KEYS[1], 'limit', ARGV[1]) end
redis.call('HSET', KEYS[1], 'open', 1)
redis.call('PERSIST', KEYS[1])
return 1
`;

const TOTALS = `${SUMS} return { spent, reserved }`;

export interface Totals {
  readonly spent: number;
  /** Calls under way, at their worst. */
  readonly reserved: number;
}

const TOTALS_MS = 2_000;

/** 'wait': it does not fit beside what is under way, which mostly costs less than was reserved. */
export type Reserved = 'yes' | 'no' | 'wait';

/**
 * Each machine has books of its own and knows nothing of the others', so what is left of the run's budget is counted in Redis, before a
 * call is sent. Micro-dollars, whole numbers. One of these a process and run.
 */
export class RunBudget {
  /** Calls under way at their worst; 0: being asked for. */
  private readonly held = new Map<string, number>();
  private readonly key: string;
  private readonly worker: string;
  private last: Totals | undefined;
  private spentHere = 0;
  private asked = 0;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param worker name of this process
   * @param holdMs milliseconds until a reservation that is not renewed counts as spent
   */
  constructor(
    private readonly redis: Redis,
    run: string,
    worker: string,
    private readonly holdMs = 30_000,
  ) {
    // What it says it has spent begins with 0 each time that a run is opened.
    this.worker = `${worker}~${randomUUID().slice(0, 8)}`;
    this.key = budgetKey(run);
  }

  /**
   * The coordinator's part; until it was done nobody may spend.
   * @param limit undefined: nothing but the users' other budgets. @param spent what the run has cost by now, as far as is known
   */
  async open(limit: number | undefined, spent: number): Promise<void> {
    const told = limit === undefined ? '' : String(Math.floor(limit));
    await this.redis.eval(OPEN, 1, this.key, told, String(Math.ceil(spent)));
  }

  /** @returns with 'yes', the call's number, to be settled */
  async reserve(worst: number): Promise<{ readonly answer: Reserved; readonly call: string }> {
    const call = `${this.worker}:${++this.asked}`;
    const cost = Math.ceil(worst);
    if (!Number.isSafeInteger(cost) || cost < 0) throw new Error(`A call cannot cost ${worst} micro-dollars.`);
    // Said in the same breath: a Redis that lost its data knows again what this process has spent.
    const args = [this.worker, String(this.spentHere), call, String(cost), String(this.holdMs)];
    this.held.set(call, 0);
    const answer = String(await this.redis.eval(RESERVE, 1, this.key, ...args));
    if (answer !== 'yes') {
      this.held.delete(call);
      return { answer: answer === 'no' ? 'no' : 'wait', call };
    }
    this.held.set(call, cost);
    this.timer ??= setInterval(() => void this.renew().catch(() => undefined), this.holdMs / 3).unref();
    return { answer, call };
  }

  /** @returns once Redis knows it; it counts here at once */
  async settle(call: string, cost: number): Promise<void> {
    this.held.delete(call);
    this.spentHere += Math.ceil(cost);
    await this.redis.eval(SETTLE, 1, this.key, this.worker, String(this.spentHere), ...this.calls());
  }

  /** Of all machines; while Redis is gone, as they were last seen. @returns undefined where they never were */
  async totals(): Promise<Totals | undefined> {
    const late = new AbortController();
    const asked = this.redis.eval(TOTALS, 1, this.key).then((answer) => {
      const [spent = 0, reserved = 0] = Array.isArray(answer) ? answer.map(Number) : [];
      this.last = { spent, reserved };
    });
    asked.catch(() => undefined);
    const waited = this.redis.status === 'ready' ? TOTALS_MS : 0;
    await Promise.race([asked, sleep(waited, undefined, { signal: late.signal }).catch(() => undefined)]);
    late.abort();
    return this.last;
  }

  /** What stands in Redis, for `restore`. */
  async snapshot(): Promise<Readonly<Record<string, string>>> {
    return this.redis.hgetall(this.key);
  }

  /** After Redis lost data: what was there before, unless somebody has said something newer. What was spent only grows. */
  async restore(snapshot: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, value] of Object.entries(snapshot)) {
      const grows = name === 'base' || name.startsWith('by:');
      const there = grows ? await this.redis.hget(this.key, name) : null;
      if (there !== null && Number(there) < Number(value)) await this.redis.hset(this.key, name, value);
      else if (name !== 'open') await this.redis.hsetnx(this.key, name, value);
    }
  }

  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async renew(): Promise<void> {
    if (this.redis.status !== 'ready') return;
    await this.redis.eval(RENEW, 1, this.key, this.worker, String(this.holdMs), ...this.calls());
  }

  private calls(): readonly string[] {
    return [...this.held].flatMap(([call, cost]) => [call, String(cost)]);
  }
}
