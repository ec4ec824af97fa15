import { button, element, fill } from '../../shared/dom';
import { notice } from '../../shared/notice';
import { EpisodeView } from '../episode/episodeView';
import { followEpisode, readEpisode } from '../episode/shownEpisode';
import { problemText, section, type Shown, type View, type ViewParts } from '../parts';
import type { Json, LocoData, PlayedEpisode } from '../protocol';
import { field, numberField, selectField } from '../setUp/fields';

const mostSeed = 2 ** 31 - 1;

/** An episode against the simulated user by rules, to see for oneself how hard it is. It is kept as long as the page lives. */
export class PlayView implements View {
  readonly element = element('div', { class: 'play' });
  private readonly start = element('div', {});
  private readonly problem = element('p', { class: 'problem', role: 'alert', hidden: true });
  private readonly stage = element('div', {});
  private data: LocoData | undefined;
  private drawn: string | undefined;
  private set: string | undefined;
  private seed = 1;
  private episode: PlayedEpisode | undefined;
  private events: Json[] = [];
  private view: EpisodeView | undefined;

  constructor(private readonly parts: ViewParts) {
    const { play } = parts.strings;
    this.element.append(
      section('play-title', play.title, element('p', { class: 'detail' }, play.text), this.start, this.problem),
      this.stage,
    );
  }

  update({ data }: Shown): void {
    this.data = data;
    const sets = data.otherSets.filter(({ kind }) => kind !== 'mcp');
    const key = JSON.stringify(sets.map(({ folder }) => folder));
    if (key === this.drawn) return;
    this.drawn = key;
    const { strings, go } = this.parts;
    const { play } = strings;
    if (sets.length === 0) {
      this.start.replaceChildren(
        notice({
          title: play.noSetTitle,
          text: play.noSetText,
          action: play.toSets,
          onAction: () => go('setUp'),
        }),
      );
      return;
    }
    if (!sets.some(({ folder }) => folder === this.set)) this.set = sets[0]?.folder;
    this.start.replaceChildren(
      element(
        'div',
        { class: 'field-row top' },
        field(
          play.set,
          selectField(
            sets.map(({ folder, name }) => [folder, name]),
            this.set ?? '',
            (folder) => (this.set = folder),
          ),
        ),
        field(
          play.seed,
          numberField(this.seed, { min: 0, max: mostSeed, step: 1 }, (seed) => {
            if (seed !== undefined && !Number.isNaN(seed)) this.seed = seed;
          }),
        ),
      ),
      element(
        'div',
        { class: 'acts' },
        button(play.begin, () => void this.begin()),
      ),
    );
  }

  private async begin(): Promise<void> {
    const { ask } = this.parts;
    if (this.set === undefined) return;
    const before = this.episode;
    this.problem.hidden = true;
    try {
      this.episode = await ask('beginEpisode', { folder: this.set, seed: this.seed });
    } catch (error) {
      this.say(error);
      return;
    }
    if (before) void ask('leaveEpisode', { id: before.id }).catch(() => undefined);
    this.events = [...this.episode.events];
    this.view = new EpisodeView(this.parts, this.parts.strings.play.does);
    this.show(this.episode, this.view);
  }

  private show(episode: PlayedEpisode, view: EpisodeView): void {
    const { play, episode: words } = this.parts.strings;
    let choice = episode.choices[0] ?? '';
    const text = element('textarea', { rows: 3, spellcheck: 'true' });
    const send = button(play.send, () => void act());
    const act = async (): Promise<void> => {
      if (send.disabled) return;
      send.disabled = true;
      this.problem.hidden = true;
      try {
        await this.act(episode, view, choice, text.value.trim());
        text.value = '';
      } catch (error) {
        this.say(error);
      } finally {
        send.disabled = false;
        text.focus();
      }
    };
    text.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      void act();
    });
    const names = words.choices;
    const form = element(
      'div',
      { class: 'form play-form' },
      field(
        play.does,
        selectField(
          episode.choices.map((each) => [each, each in names ? names[each as keyof typeof names] : each]),
          choice,
          (chosen) => (choice = chosen),
        ),
      ),
      field(play.says, text, play.keys),
      element('div', { class: 'acts' }, send),
    );
    this.stage.replaceChildren(
      element('h2', {}, episode.title),
      element(
        'details',
        {},
        element('summary', {}, play.instructions),
        element('p', { class: 'said' }, episode.system),
        element('p', { class: 'said' }, episode.opening),
      ),
      view.element,
      form,
    );
    this.draw(view);
    text.focus();
  }

  private async act(episode: PlayedEpisode, view: EpisodeView, choice: string, content: string): Promise<void> {
    const { ask, announce, strings } = this.parts;
    const { play } = strings;
    const { events, record } = await ask('actInEpisode', { id: episode.id, choice, content });
    this.events.push(...events);
    const shown = this.draw(view);
    const last = shown?.turns.at(-1);
    if (last !== undefined) announce(fill(play.announce, last.i + 1, last.feedback));
    if (record === undefined) return;
    const whole = readEpisode(record);
    if (whole !== undefined)
      view.update({ ...whole, opening: shown?.opening, mostTurns: shown?.mostTurns, score: shown?.score });
    this.stage.querySelector('.play-form')?.replaceWith(
      element(
        'div',
        { class: 'acts' },
        element('p', {}, play.over),
        button(play.another, () => {
          this.seed += 1;
          this.drawn = undefined;
          if (this.data) this.update({ data: this.data, run: undefined });
          void this.begin();
        }),
      ),
    );
    announce(play.over);
  }

  private draw(view: EpisodeView): ReturnType<typeof followEpisode> {
    const shown = followEpisode(this.events);
    if (shown !== undefined) view.update(shown);
    return shown;
  }

  private say(error: unknown): void {
    this.problem.textContent = problemText(error);
    this.problem.hidden = false;
  }
}
