import type { ExportInput } from './exportInput';
import { dollars } from './figures';

/** What somebody needs to know to do the run again: name and text. */
export function configurationRows({ report, versions, exported }: ExportInput): readonly (readonly [string, string])[] {
  const { run } = report;
  const { configuration: c } = run;
  return [
    ['Run', `${run.name} (${run.id})`],
    ['State', run.reason === undefined ? run.state : `${run.state}: ${run.reason}`],
    ['Started', new Date(run.created).toISOString()],
    ['Ended', run.ended === undefined ? 'not yet' : new Date(run.ended).toISOString()],
    ['Exported', new Date(exported).toISOString()],
    ['Commit', run.commit ?? 'none'],
    ['Scenario set', `${c.set.name}, ${c.set.scenarios} scenarios, SHA-256 ${c.set.hash}`],
    ['Models', c.models.join(', ')],
    ['Repeats', String(c.repeats)],
    ['Seed', String(c.seed)],
    ['Temperature', c.temperature === undefined ? "the provider's default" : String(c.temperature)],
    ['Output limit', `${c.maxOutputTokens} tokens`],
    ['Solver', c.solver],
    ['Scorer', c.scorer],
    ['Judge model', 'none: graded by facts'],
    ['Stop rule', c.sampling === undefined ? 'none' : JSON.stringify(c.sampling)],
    ['Local only', c.localOnly ? 'yes' : 'no'],
    ['Cache of answers', c.cache ? 'yes' : 'no'],
    ['Spent', `${dollars(run.spent)}${c.budget === undefined ? '' : ` of ${dollars(c.budget)}`}`],
    ...Object.entries(versions).map(([name, version]) => [`Version of ${name}`, version] as const),
  ];
}
