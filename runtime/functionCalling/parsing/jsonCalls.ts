import type { Json } from '../../gateway/types';
import { isJsonArray, isJsonObject } from '../json/exactJson';
import { argumentKeys, callsOf, isCallKey, nameKeys, parsedCall } from './callShapes';
import { JsonReader } from './jsonReader';
import { isEmptyObject, tellCall, type Payload, type PayloadSink, type PayloadStep } from './payload';

const isNameKey = (key: unknown) => nameKeys.some((each) => each === key);
const isArgumentKey = (key: unknown) => argumentKeys.some((each) => each === key);

/** The element of a list that is being read, or the object alone. */
interface OpenCall {
  name: string | undefined;
  /** Where its arguments begin and end in the reader's text. */
  from: number | undefined;
  to: number | undefined;
  given: Json | undefined;
  /** Up to where its arguments were told; undefined: it was not told at all. */
  told: number | undefined;
}

/**
 * One JSON value: a list of calls, or a call. Arguments are told as they come once the name is known and they are an
 * object; all other forms are told whole, when their element is complete.
 */
export class JsonCalls implements Payload {
  private readonly reader: JsonReader;
  private listed = false;
  private call: OpenCall = freshCall();
  private told = 0;
  private onlyEmpty = true;
  /** xLAM-1 says in so many words that it calls nothing. */
  private none = false;
  /** A member was seen that calls do not have; whether it is a call all the same is seen at its end. */
  private foreign = false;
  /** It is no list of calls and no call. */
  private hopeless = false;
  private complete = false;

  constructor(
    private readonly sink: PayloadSink,
    private readonly known: ReadonlySet<string>,
  ) {
    this.reader = new JsonReader({
      begin: (depth, key, first, from) => this.begin(depth, key, first, from),
      end: (depth, key, value, from, to) => this.end(depth, key, value, from, to),
    });
  }

  get isCalls(): boolean {
    return this.complete && (this.told > 0 || this.none || (this.listed && this.onlyEmpty));
  }

  get mayBeCalls(): boolean {
    return this.told > 0 || !(this.foreign || this.hopeless);
  }

  push(char: string): PayloadStep {
    const step = this.reader.push(char);
    this.tellArguments(this.reader.text.length);
    if (step === 'bad' || this.hopeless) {
      this.abandon('malformed');
      return 'bad';
    }
    if (step === 'done') {
      this.complete = true;
      this.sink.repaired(this.reader.repairs);
    }
    return step;
  }

  cut(): void {
    this.sink.repaired(this.reader.repairs);
    this.abandon('cut');
  }

  private abandon(reason: 'cut' | 'malformed'): void {
    if (this.call.told !== undefined) this.sink.failed(reason);
    this.call = freshCall();
  }

  private get elementDepth(): number {
    return this.listed ? 1 : 0;
  }

  private begin(depth: number, key: string | number | undefined, first: string, from: number): void {
    if (depth === 0) this.listed = first === '[';
    const isElement = depth === this.elementDepth && !(depth === 0 && this.listed);
    // A list that begins with something else than an object is no list of calls.
    if (isElement && first !== '{' && this.told === 0) this.hopeless = true;
    if (depth === this.elementDepth + 1 && isArgumentKey(key) && first === '{') this.call.from ??= from;
  }

  private end(depth: number, key: string | number | undefined, value: Json, from: number, to: number): void {
    if (depth === this.elementDepth + 1 && typeof key === 'string') this.member(key, value, from, to);
    else if (depth === this.elementDepth && !(depth === 0 && isJsonArray(value))) this.element(value);
  }

  private member(key: string, value: Json, from: number, to: number): void {
    const { call } = this;
    if (isNameKey(key) && typeof value === 'string' && value !== '') call.name ??= value;
    if (isArgumentKey(key) && call.from === from) {
      call.to = to;
      call.given = value;
    }
    if (!isCallKey(key)) this.foreign = true;
    this.tellArguments(to);
  }

  private tellArguments(length: number): void {
    const { call, sink } = this;
    if (call.name === undefined || call.from === undefined) return;
    if (call.told === undefined) {
      sink.started(call.name);
      call.told = call.from;
      this.told++;
    }
    const to = Math.min(call.to ?? length, length);
    if (to > call.told) sink.delta(this.reader.text.slice(call.told, to));
    call.told = Math.max(to, call.told);
  }

  private element(value: Json): void {
    const { call, sink } = this;
    this.call = freshCall();
    if (call.name !== undefined && call.told !== undefined && isJsonObject(call.given)) {
      sink.finished(parsedCall(call.name, call.given, this.reader.text.slice(call.from, call.to)));
      return;
    }
    const calls = callsOf(value, this.known);
    for (const each of calls ?? []) tellCall(sink, each);
    this.told += calls?.length ?? 0;
    if (calls?.length === 0) this.none = true;
    else if (calls === undefined && !isEmptyObject(value)) {
      this.onlyEmpty = false;
      if (this.told > 0) sink.skipped();
      else this.hopeless = true;
    }
  }
}

function freshCall(): OpenCall {
  return { name: undefined, from: undefined, to: undefined, given: undefined, told: undefined };
}
