import { button, element, fill } from '../../shared/dom';
import { problemText, type ViewParts } from '../parts';
import type { GenerateSetProgress, LocoData, MakeToolSetParams, ToolServer } from '../protocol';
import { checkBox, checkGroup, field, numberField, selectField } from './fields';
import { MakingProgress } from './makingProgress';

type Draft = Omit<MakeToolSetParams, 'consent'>;

const mostTasks = 1000;
const mostSeed = 2 ** 20;

/** Makes a set of tasks from the tools of MCP servers. Which there are is asked for when the form is opened: nothing is started for that. */
export class ToolSetForm {
  readonly element: HTMLDetailsElement;
  private readonly servers = element('div', {});
  private readonly fields = element('div', { class: 'form' });
  private readonly problem = element('p', { class: 'problem', role: 'alert', hidden: true });
  private readonly make: HTMLButtonElement;
  private readonly progress: MakingProgress;
  private draft: Draft = { servers: [], count: 20, seed: 1, model: undefined };
  private shownFor: string | undefined;
  private underWay = false;

  constructor(
    private readonly parts: ViewParts,
    private readonly onMade: (folder: string) => void,
  ) {
    const { strings } = parts;
    this.progress = new MakingProgress(parts);
    this.make = button(strings.setUp.makeTasks, () => void this.start());
    this.element = element(
      'details',
      { class: 'new-set' },
      element('summary', {}, strings.setUp.other.newSet),
      this.servers,
      this.fields,
      this.problem,
      element('div', { class: 'acts' }, this.make),
      this.progress.element,
    );
    this.element.addEventListener('toggle', () => {
      if (this.element.open) void this.list();
    });
  }

  /** What is being written stays, until models or trust are others. */
  update({ workspace, otherSets, models }: LocoData): void {
    const key = JSON.stringify([workspace, models.map(({ id }) => id)]);
    if (this.shownFor === key) return;
    const first = this.shownFor === undefined;
    this.shownFor = key;
    const priced = models.filter((model) => model.priced).map(({ id, title }) => [id, title] as const);
    if (!priced.some(([id]) => id === this.draft.model)) this.draft = { ...this.draft, model: undefined };
    this.draw(priced, workspace === 'untrusted');
    if (first && otherSets.length === 0) this.element.open = true;
    else if (this.element.open) void this.list();
  }

  making(progress: GenerateSetProgress | undefined): void {
    this.underWay = progress !== undefined;
    this.make.disabled = this.underWay;
    if (progress) {
      this.element.open = true;
      this.progress.update(progress);
    } else this.progress.hide();
  }

  private async list(): Promise<void> {
    const { strings, ask } = this.parts;
    if (this.servers.childElementCount === 0)
      this.servers.replaceChildren(element('p', {}, strings.setUp.tools.loading));
    try {
      const found = await ask('listToolServers', null);
      const usable = new Set(found.filter(({ problem }) => problem === undefined).map(({ id }) => id));
      this.draft = { ...this.draft, servers: this.draft.servers.filter((id) => usable.has(id)) };
      const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.focus : undefined;
      this.servers.replaceChildren(checkGroup(strings.setUp.tools.servers, ...found.map((server) => this.box(server))));
      if (focused?.startsWith('server-') === true) {
        this.servers.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
      }
    } catch (error) {
      this.servers.replaceChildren(element('p', { class: 'problem', role: 'alert' }, problemText(error)));
    }
  }

  private box({ id, name, from, runs, allowed, problem }: ToolServer): HTMLElement {
    const { tools } = this.parts.strings.setUp;
    const facts = problem ?? [fill(tools.starts, runs), ...(allowed ? [] : [tools.notAllowed])].join(' ');
    return checkBox(
      fill(tools.serverLabel, name, tools.from[from]),
      this.draft.servers.includes(id),
      (on) => {
        const others = this.draft.servers.filter((each) => each !== id);
        this.change({ servers: on ? [...others, id] : others });
      },
      { detail: facts, disabled: problem !== undefined, focus: `server-${id}` },
    );
  }

  private draw(models: readonly (readonly [string, string])[], untrusted: boolean): void {
    const { setUp } = this.parts.strings;
    const { other, tools } = setUp;
    const { draft } = this;
    this.fields.replaceChildren(
      ...(untrusted ? [element('p', { class: 'detail' }, tools.untrusted)] : []),
      element(
        'div',
        { class: 'field-row top' },
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
        field(
          tools.maker,
          selectField([['', tools.noMaker] as const, ...models], draft.model ?? '', (model) =>
            this.change({ model: model === '' ? undefined : model }),
          ),
          tools.makerText,
        ),
      ),
    );
  }

  private change(changes: Partial<Draft>): void {
    this.draft = { ...this.draft, ...changes };
    this.problem.hidden = true;
  }

  private wrong({ servers, count, seed }: Draft): string | undefined {
    const { setUp } = this.parts.strings;
    if (servers.length === 0) return setUp.tools.needServer;
    if (Number.isNaN(count)) return fill(setUp.needNumber, setUp.other.episodes, 1, mostTasks);
    if (Number.isNaN(seed)) return fill(setUp.needNumber, setUp.seed, 0, mostSeed);
    return undefined;
  }

  private async start(): Promise<void> {
    if (this.underWay) return;
    const { ask, announce, strings, texts } = this.parts;
    const wrong = this.wrong(this.draft);
    if (wrong !== undefined) {
      this.say(wrong);
      return;
    }
    this.problem.hidden = true;
    this.making({ stage: 'make', done: 0, total: 0, admitted: 0, rejected: 0 });
    try {
      const { folder, scenarios, dialogues = 0 } = await ask('makeToolSet', this.draft);
      this.element.open = false;
      announce(fill(strings.setUp.tools.made, texts.whole(scenarios), texts.whole(dialogues)));
      this.onMade(folder);
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
