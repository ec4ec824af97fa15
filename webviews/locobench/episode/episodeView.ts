import { element, fill } from '../../shared/dom';
import { figure, figureRow } from '../../shared/figure';
import { plainTable } from '../../shared/plainTable';
import { section, type ViewParts } from '../parts';
import type { EpisodeTurn, HiddenPreference } from '../protocol';
import { digits, points } from '../scoreTexts';
import type { ShownEpisode } from './shownEpisode';

/** An episode turn by turn: what the model did, what came back, what it learnt by it. While it goes on, only new turns are drawn. */
export class EpisodeView {
  readonly element: HTMLElement;
  private readonly about = element('p', { class: 'detail' });
  private readonly figures = element('div', {});
  private readonly opening = element('div', {});
  private readonly turns = element('ol', { class: 'turns' });
  private readonly state = element('p', { class: 'detail', role: 'status' });
  private readonly side = element('div', { class: 'episode-side' });
  private drawn: readonly EpisodeTurn[] = [];

  /** @param person what a person is called who acts in the model's place */
  constructor(
    private readonly parts: ViewParts,
    private readonly person?: string,
  ) {
    const { episode } = parts.strings;
    this.element = element(
      'div',
      { class: 'episode' },
      this.about,
      this.figures,
      element(
        'div',
        { class: 'episode-columns' },
        section('turns-title', episode.turns, this.opening, this.turns, this.state),
        this.side,
      ),
    );
  }

  update(shown: ShownEpisode): void {
    const { strings, texts, locale } = this.parts;
    const { episode } = strings;
    this.about.textContent =
      shown.mostTurns === undefined
        ? `${shown.environment} · ${shown.task}`
        : `${fill(episode.about, shown.environment, texts.whole(shown.mostTurns))} · ${shown.task}`;
    const revealed = shown.preferences.filter(({ revealedAt }) => revealedAt !== undefined).length;
    this.figures.replaceChildren(
      figureRow(
        episode.figures,
        figure(
          episode.turns,
          texts.whole(shown.turns.length),
          shown.ended === undefined ? episode.underWay : episode.ended[shown.ended],
        ),
        figure(episode.totalReward, digits(shown.totalReward, locale, 2)),
        ...(shown.score === undefined ? [] : [figure(episode.score, points(shown.score, locale))]),
        ...(shown.preferences.length === 0
          ? []
          : [
              figure(
                episode.revealedCount,
                fill(episode.of, texts.whole(revealed), texts.whole(shown.preferences.length)),
              ),
            ]),
      ),
    );
    if (shown.opening !== undefined && this.opening.childElementCount === 0) {
      this.opening.append(element('h3', {}, episode.opening), element('p', { class: 'said' }, shown.opening));
    }
    this.drawTurns(shown);
    this.state.textContent =
      shown.ended !== undefined ? episode.ended[shown.ended] : shown.turns.length === 0 ? episode.waiting : '';
    this.side.replaceChildren(...this.preferences(shown.preferences), ...this.answers(shown));
  }

  private drawTurns({ turns, preferences }: ShownEpisode): void {
    const same = this.drawn.length <= turns.length && this.drawn.every((each, at) => each.i === turns[at]!.i);
    if (!same) this.turns.replaceChildren();
    const texts = new Map(preferences.map(({ id, explicit }) => [id, explicit]));
    for (const turn of turns.slice(same ? this.drawn.length : 0)) this.turns.append(this.turn(turn, texts));
    this.drawn = turns;
  }

  private turn(turn: EpisodeTurn, preferences: ReadonlyMap<string, string>): HTMLElement {
    const { strings, locale } = this.parts;
    const { episode } = strings;
    const { choices, types, flags } = episode;
    const does = turn.choice in choices ? choices[turn.choice as keyof typeof choices] : turn.choice;
    const marks = [
      fill(episode.reward, digits(turn.reward, locale, 2)),
      ...(turn.type === undefined ? [] : [types[turn.type]]),
    ];
    return element(
      'li',
      { class: 'turn', 'aria-label': fill(episode.turn, turn.i + 1) },
      element(
        'div',
        { class: 'bubble of-model' },
        element('p', { class: 'who' }, this.whoActs(turn, does)),
        ...(turn.thought === undefined || turn.thought === ''
          ? []
          : [
              element(
                'details',
                {},
                element('summary', {}, episode.thought),
                element('p', { class: 'said' }, turn.thought),
              ),
            ]),
        element('p', { class: 'said' }, turn.content === '' ? episode.nothingCalled : turn.content),
      ),
      element(
        'div',
        { class: 'bubble of-environment' },
        element(
          'p',
          { class: 'who' },
          episode.environment,
          ' ',
          element('span', { class: 'detail' }, marks.join(' · ')),
        ),
        element('p', { class: 'said' }, turn.feedback),
        ...(turn.revealed ?? []).map(({ preference, how }) =>
          element(
            'p',
            { class: `revealed ${how}` },
            fill(how === 'active' ? episode.asked : episode.offered, preferences.get(preference) ?? preference),
          ),
        ),
        ...(turn.flags ?? []).map((flag) =>
          element('p', { class: 'warned' }, flag in flags ? flags[flag as keyof typeof flags] : flag),
        ),
      ),
    );
  }

  private whoActs({ choice }: EpisodeTurn, does: string): string {
    if (this.person !== undefined) return `${this.person} (${choice})`;
    const { model } = this.parts.strings.episode;
    return choice === '' ? model : `${model} ${does}`;
  }

  private preferences(preferences: readonly HiddenPreference[]): readonly HTMLElement[] {
    const { episode } = this.parts.strings;
    if (preferences.length === 0) return [];
    const { preferenceColumns: columns } = episode;
    return [
      section(
        'preferences-title',
        episode.preferencesTitle,
        element('p', { class: 'detail' }, episode.preferencesText),
        plainTable(
          episode.preferencesTitle,
          [{ label: columns.aspect }, { label: columns.preference }, { label: columns.revealed }],
          preferences.map(({ aspect, explicit, revealedAt, how }) => [
            aspect,
            explicit,
            revealedAt === undefined
              ? element('span', { class: 'state' }, episode.hidden)
              : element(
                  'span',
                  { class: 'state state-text-passed' },
                  fill(how === 'passive' ? episode.offeredAt : episode.askedAt, revealedAt + 1),
                ),
          ]),
        ),
      ),
    ];
  }

  private answers({ answers }: ShownEpisode): readonly HTMLElement[] {
    const { strings, locale } = this.parts;
    const { episode } = strings;
    if (answers.length === 0) return [];
    const { answerColumns: columns } = episode;
    return [
      section(
        'answers-title',
        episode.answersTitle,
        plainTable(
          episode.answersTitle,
          [
            { label: columns.aspect },
            { label: columns.answer },
            { label: columns.value, numeric: true },
            { label: columns.turn, numeric: true },
            { label: columns.violated },
          ],
          answers.map(({ aspect, id, value, turn, violated }) => [
            aspect,
            id,
            digits(100 * value, locale, 0),
            String(turn + 1),
            violated.join(', '),
          ]),
        ),
      ),
    ];
  }
}
