import { isJsonObject } from '../json/exactJson';
import { parsedCall } from './callShapes';
import { JsonReader } from './jsonReader';
import type { Payload, PayloadSink, PayloadStep } from './payload';

/** What may stand between the name and the arguments: `[CALL_ID]...`, `[ARGS]`. */
const head = /^\s*([A-Za-z_][\w.-]*)\s*(?:\[CALL_ID\][^[{]*)?(?:\[ARGS\]\s*)?$/;
/** Beginnings of the above. */
const headSoFar = /^\s*(?:[A-Za-z_][\w.-]*\s*(?:\[[A-Z_]*\]?(?:[^[{]*)(?:\[[A-Z]*\]?\s*)?)?)?$/;

/** A name and an object of arguments, as newer Mistral models write a call: `get_weather[ARGS]{"city": "Paris"}`. */
export class NamedCall implements Payload {
  isCalls = false;
  readonly mayBeCalls = true;
  private before = '';
  private name: string | undefined;
  private told = 0;
  private readonly reader = new JsonReader();

  constructor(private readonly sink: PayloadSink) {}

  push(char: string): PayloadStep {
    if (this.name === undefined) {
      const name = char === '{' ? head.exec(this.before)?.[1] : undefined;
      if (name === undefined) {
        this.before += char;
        return headSoFar.test(this.before) && this.before.length < 400 ? 'more' : 'bad';
      }
      this.name = name;
      this.sink.started(name);
    }
    const step = this.reader.push(char);
    if (this.reader.text.length > this.told) this.sink.delta(this.reader.text.slice(this.told));
    this.told = this.reader.text.length;
    if (step === 'bad') this.sink.failed('malformed');
    if (step === 'done' && isJsonObject(this.reader.value)) {
      this.sink.finished(parsedCall(this.name, this.reader.value, this.reader.text));
      this.sink.repaired(this.reader.repairs);
      this.isCalls = true;
    }
    return step;
  }

  cut(): void {
    if (this.name !== undefined && !this.isCalls) this.sink.failed('cut');
  }
}
