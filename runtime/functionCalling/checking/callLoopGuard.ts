import type { Json } from '../../gateway/types';
import { isJsonArray, isJsonObject } from '../json/exactJson';
import type { WrittenCall } from './checkToolCall';

/** 'repeated': tell the model instead of running it. 'stop': it has been told, end the turn. */
export type LoopVerdict = { readonly kind: 'run' } | { readonly kind: 'repeated' | 'stop'; readonly message: string };

interface PastCall {
  readonly key: string;
  readonly result: string;
}

/** So many rounds of the same few calls are a loop. */
const rounds = 3;
const longestRound = 3;
const mostForgets = 2;

/**
 * Finds calls that lead nowhere: the same call with the same result again, and a few calls in turn (A B A B A B). A call
 * whose result has changed, or that follows a change to the world, is no repetition: tests are run again after an edit.
 */
export class CallLoopGuard {
  private history: PastCall[] = [];
  private readonly told = new Map<string, number>();
  private readonly forgets = new Map<string, number>();

  /** Before a call is run. */
  judge(call: WrittenCall): LoopVerdict {
    const key = callKey(call);
    const same = this.history.filter((past) => past.key === key);
    const [last, before] = [same.at(-1), same.at(-2)];
    const changing = last !== undefined && before !== undefined && last.result !== before.result;
    const repeated = last !== undefined && !changing;
    if (!repeated && !this.closesRound(key)) return { kind: 'run' };
    const times = (this.told.get(key) ?? 0) + 1;
    this.told.set(key, times);
    if (times > 1) return { kind: 'stop', message: `${call.name} was called again and again with the same arguments.` };
    const message = `Error: ${call.name} was already called with these arguments, and nothing has changed since. Use its result, or do something else.`;
    return { kind: 'repeated', message };
  }

  /** After it was run. @param changed whether it changed anything outside */
  ran(call: WrittenCall, result: string, changed: boolean): void {
    if (changed) {
      this.history = [];
      this.told.clear();
      return;
    }
    this.history.push({ key: callKey(call), result });
  }

  /** Its result was taken away from the model, which may read it again: so often and no more, for else it could go on like that for ever. */
  forgotten(call: WrittenCall): void {
    const key = callKey(call);
    const times = (this.forgets.get(key) ?? 0) + 1;
    this.forgets.set(key, times);
    if (times > mostForgets) return;
    this.history = this.history.filter((past) => past.key !== key);
    this.told.delete(key);
  }

  private closesRound(key: string): boolean {
    const keys = [...this.history.map((past) => past.key), key];
    for (let length = 2; length <= longestRound; length++) {
      const tail = keys.slice(-length * rounds);
      const first = tail.slice(0, length);
      if (tail.length === length * rounds && tail.every((each, index) => each === first[index % length])) return true;
    }
    return false;
  }
}

/** The same for the same arguments, whatever the order of their names. */
function callKey({ name, arguments: given }: WrittenCall): string {
  return `${name} ${JSON.stringify(sorted(given))}`;
}

function sorted(value: Json): Json {
  if (isJsonArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}
