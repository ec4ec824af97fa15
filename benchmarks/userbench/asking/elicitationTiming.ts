import { clusterJackknife } from '../../core/statistics';
import { askingFigure, clusterOf } from './askingFigure';
import type { EpisodeFacts } from './episodeFacts';
import type { AskingFigure, TimingPoint } from './types';

/** Later turns are told together: nobody reads a chart of hundreds. */
export const MOST_TURNS = 40;

/**
 * When preferences come out: of all preferences of all episodes, the share that the model had been told by the end of each turn. An episode
 * that is over keeps what it has; so curves never fall, and those of models with shorter episodes can be compared.
 *
 * @param episodes with somebody to ask
 * @returns a point a turn up to the longest episode's last reveal, and at least one; empty where nothing is hidden
 */
export function elicitationTiming(
  episodes: readonly EpisodeFacts[],
  clusters: ReadonlyMap<string, string>,
): readonly TimingPoint[] {
  const hiding = episodes.filter(({ preferences }) => preferences > 0);
  if (hiding.length === 0) return [];
  const last = hiding.reduce((most, { revealed }) => revealed.reduce((at, { turn }) => Math.max(at, turn), most), 0);
  const turns = Math.min(MOST_TURNS, last + 1);
  const shareBy = (turn: number, how: 'active' | 'passive' | undefined): AskingFigure => {
    const units = hiding.map((each) => ({
      cluster: clusterOf(each, clusters),
      sums: [
        each.revealed.filter((one) => one.turn < turn && (how === undefined || one.how === how)).length,
        each.preferences,
      ],
    }));
    // Every unit has preferences.
    return askingFigure(
      clusterJackknife(units, ([told = 0, all = 1]) => told / all)!,
      [0, 1],
    );
  };
  return Array.from({ length: turns }, (_, at) => ({
    ...{ turn: at + 1, all: shareBy(at + 1, undefined) },
    ...{ active: shareBy(at + 1, 'active'), passive: shareBy(at + 1, 'passive') },
  }));
}
