import type { SampleQuery } from '../protocol';
import type { PagedFilter } from './samplePages';

const hour = 3_600_000;

/** What is asked of the extension for what is chosen in the page. @param now milliseconds since 1970 */
export function sampleFilter(run: string, query: SampleQuery, now: number): PagedFilter {
  const { show, model, category, language, since, text, sort, descending } = query;
  return {
    ...{ run, sort, descending },
    ...shownStates(show),
    ...(model === undefined ? {} : { models: [model] }),
    ...(category === undefined ? {} : { categories: [category] }),
    ...(language === undefined ? {} : { languages: [language] }),
    ...(text === '' ? {} : { text }),
    ...(since === 'all' ? {} : { since: now - (since === 'hour' ? hour : 24 * hour) }),
  };
}

function shownStates(show: SampleQuery['show']): Partial<PagedFilter> {
  switch (show) {
    case 'all':
      return {};
    case 'passed':
      return { states: ['scored'], complete: true };
    case 'failed':
      return { states: ['scored'], complete: false };
    case 'waiting':
      return { states: ['waiting', 'running'] };
    case 'error':
    case 'refused':
    case 'not-measured':
      return { states: [show] };
  }
}
