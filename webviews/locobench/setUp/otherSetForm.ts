import { button, element, fill } from '../../shared/dom';
import { problemText, type ViewParts } from '../parts';
import type { GenerateSetProgress, LocoData, MakeOtherSetParams } from '../protocol';
import { checkBox, field, numberField, selectField } from './fields';
import { MakingProgress } from './makingProgress';

type Draft = Omit<MakeOtherSetParams, 'root'>;

/** The published ones; easy first. */
const travelSets = [
  'travel22',
  'travel2222',
  'travel33',
  'travel233',
  'travel333',
  'travel44',
  'travel334',
  'travel444',
];
/** Those that need nothing to run: SweGym's projects are tried in the sandbox, by the command line. */
const gymSets = ['turtle', 'intention', 'persuade', 'telepathy', 'function', 'search', 'tau'];
const workspaceSets = ['ws22', 'ws33', 'ws233', 'ws222', 'ws44'];
const setsOf = { travel: travelSets, workspace: workspaceSets, gym: gymSets } as const;
const mostTasks = 10_000;
const mostSeed = 2 ** 31 - 1;

/** Makes a set of tasks with hidden preferences: trips as published, or of the open repository. */
export class OtherSetForm {
  readonly element: HTMLDetailsElement;
  private readonly fields = element('div', { class: 'form' });
  private readonly problem = element('p', { class: 'problem', role: 'alert', hidden: true });
  private readonly make: HTMLButtonElement;
  private readonly progress: MakingProgress;
  private draft: Draft = { kind: 'workspace', set: 'ws22', count: 24, seed: 1, execute: false };
  private ready: boolean | undefined;
  private underWay = false;

  constructor(
    private readonly parts: ViewParts,
    private readonly onMade: (folder: string) => void,
  ) {
    const { strings } = parts;
    this.progress = new MakingProgress(parts);
    this.make = button(strings.setUp.make, () => void this.start());
    this.element = element(
      'details',
      { class: 'new-set' },
      element('summary', {}, strings.setUp.other.newSet),
      this.fields,
      this.problem,
      element('div', { class: 'acts' }, this.make),
      this.progress.element,
    );
  }

  /** Made once: what is being written stays. Without a trusted folder there are trips alone. */
  update({ workspace, otherSets }: LocoData): void {
    const ready = workspace === 'ready';
    if (this.ready === ready) return;
    this.ready = ready;
    if (otherSets.length === 0) this.element.open = true;
    if (!ready) this.draft = { ...this.draft, kind: 'travel', set: 'travel22' };
    this.draw();
  }

  making(progress: GenerateSetProgress | undefined): void {
    this.underWay = progress !== undefined;
    this.make.disabled = this.underWay;
    if (progress) {
      this.element.open = true;
      this.progress.update(progress);
    } else this.progress.hide();
  }

  private draw(): void {
    const { setUp } = this.parts.strings;
    const { other } = setUp;
    const { draft } = this;
    const kinds = this.ready === true ? (['workspace', 'travel', 'gym'] as const) : (['travel', 'gym'] as const);
    const sets = setsOf[draft.kind];
    this.fields.replaceChildren(
      element(
        'div',
        { class: 'field-row top' },
        field(
          other.kind,
          selectField(
            kinds.map((kind) => [kind, other.kinds[kind]]),
            draft.kind,
            (kind) => {
              this.change({ kind, set: setsOf[kind][0] ?? '' });
              this.draw();
              this.fields.querySelector('select')?.focus();
            },
          ),
        ),
        field(
          other.set,
          selectField(
            sets.map((set) => [set, set]),
            draft.set,
            (set) => this.change({ set }),
          ),
          other.setText,
        ),
        field(
          other.episodes,
          numberField(draft.count, { min: 1, max: mostTasks, step: 1 }, (count) =>
            this.change({ count: count ?? NaN }),
          ),
        ),
        field(
          setUp.seed,
          numberField(draft.seed, { min: 0, max: mostSeed, step: 1 }, (seed) => this.change({ seed: seed ?? NaN })),
        ),
      ),
      ...(draft.kind === 'workspace'
        ? [
            checkBox(setUp.execute, draft.execute, (execute) => this.change({ execute }), {
              detail: setUp.executeText,
            }),
          ]
        : []),
    );
  }

  private change(changes: Partial<Draft>): void {
    this.draft = { ...this.draft, ...changes };
    this.problem.hidden = true;
  }

  private wrong({ count, seed }: Draft): string | undefined {
    const { setUp } = this.parts.strings;
    if (Number.isNaN(count)) return fill(setUp.needNumber, setUp.other.episodes, 1, mostTasks);
    if (Number.isNaN(seed)) return fill(setUp.needNumber, setUp.seed, 0, mostSeed);
    return undefined;
  }

  private async start(): Promise<void> {
    if (this.underWay) return;
    const wrong = this.wrong(this.draft);
    if (wrong !== undefined) {
      this.say(wrong);
      return;
    }
    this.problem.hidden = true;
    this.making({ stage: 'index', done: 0, total: 0, admitted: 0, rejected: 0 });
    try {
      const { folder } = await this.parts.ask('makeOtherSet', this.draft);
      this.onMade(folder);
      this.element.open = false;
    } catch (error) {
      this.say(problemText(error));
    } finally {
      this.making(undefined);
    }
  }

  private say(text: string): void {
    this.problem.textContent = text;
    this.problem.hidden = false;
  }
}
