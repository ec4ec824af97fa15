/** `whetstone tools group`: which tools belong together, and which answer alike. */
import type { Command } from 'commander';
import {
  applyVetoes,
  compareTools,
  cutGroups,
  defaultHeight,
  defaultMaximumSize,
  type CutGroups,
} from '../../../runtime/toolLibrary/grouping';
import { sameNames, type SameName } from '../../../runtime/toolLibrary/extraction';
import type { ToolGroup, ToolRecord } from '../../../runtime/toolLibrary/types';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { integer, probability } from '../optionValues';
import { fingerprintsOf, openTools, withCollection, type CollectionOptions, type RunOptions } from './collection';
import { embeddingsOf, withEmbedder, type EmbedderOptions } from './embedderOption';
import { withPython } from './pythonOption';
import { reviewedByModel, type ModelReview } from './topicModel';
import { placeOf } from '../../toolLibrary/libraryItems';

interface GroupOptions extends CollectionOptions, RunOptions, EmbedderOptions {
  readonly height: number;
  readonly maximumSize: number;
  readonly dendrogram?: true;
  readonly model?: string;
  readonly config?: string;
  readonly json?: true;
}

export function addGroupCommand(tools: Command, output: CommandOutput, signal: AbortSignal): void {
  withEmbedder(withPython(withCollection(tools.command('group'))))
    .description('groups of like tools, duplicates, and equal behaviour of different meaning')
    .option('--height <share>', 'distance from 0 to 1 above which nothing is joined', probability, defaultHeight)
    .option('--maximum-size <n>', 'largest group', integer(1, 100_000), defaultMaximumSize)
    .option('--no-run', 'run nothing: compare by code and texts alone')
    .option('--seed <n>', 'of the arguments that tools are run on', integer(0, 2 ** 31), 1)
    .option(
      '--model <id>',
      'a model of the gateway names groups and says what does not belong; it can only part groups',
    )
    .option('--config <file>', 'settings of the gateway (JSON)')
    .option('--dendrogram', 'print the whole tree too')
    .option('--json', 'print one JSON document: {tools, run, groups, equal, sameNames, problems, review?}')
    .action(async (options: GroupOptions) => {
      const collection = await openTools(options, output, signal);
      const fingerprints = await fingerprintsOf(collection, options, output, signal);
      const embeddings = await embeddingsOf(collection.tools, options, output, signal);
      const views = await compare(collection.tools, { fingerprints, embeddings, signal });
      const { groups, equal, review } = await reviewed(
        await cutGroups(views, options),
        collection.tools,
        options,
        output,
        signal,
      );
      const same = sameNames(collection.tools);
      const answer = {
        tools: collection.tools.map((tool) => ({ id: tool.id, name: tool.name, place: placeOf(tool) })),
        run: [...fingerprints.values()].filter(({ status }) => status === 'run').length,
        ...{ groups, equal, sameNames: same, problems: collection.problems },
        ...(review !== undefined && { review }),
        ...(options.dendrogram === true && { dendrogram: views.dendrogram }),
      };
      output.answer(options.json === true, answer, () => textOf(collection.tools, groups, equal, same));
    });
}

interface Reviewed extends CutGroups {
  readonly review?: ModelReview;
}

async function reviewed(
  cut: CutGroups,
  tools: readonly ToolRecord[],
  { model, config }: GroupOptions,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<Reviewed> {
  if (model === undefined) return cut;
  const { groups, vetoed, problems, ...told } = await reviewedByModel(
    cut.groups,
    tools,
    { model, config },
    output,
    signal,
  );
  for (const problem of problems) output.log(problem);
  return { groups, equal: applyVetoes(cut.equal, vetoed), review: { ...told, vetoed, problems } };
}

/** @throws BadInputError for more tools than can be compared */
export async function compare(...args: Parameters<typeof compareTools>): ReturnType<typeof compareTools> {
  try {
    return await compareTools(...args);
  } catch (error) {
    if (error instanceof RangeError) throw new BadInputError(error.message, { cause: error });
    throw error;
  }
}

function textOf(
  tools: readonly ToolRecord[],
  groups: readonly ToolGroup[],
  equal: readonly ToolGroup[],
  same: readonly SameName[],
): string {
  const places = new Map(tools.map((tool) => [tool.id, placeOf(tool)]));
  const lines = ({ topic, members }: ToolGroup) =>
    `${topic}\n${members.map((id) => `  ${places.get(id) ?? id}`).join('\n')}`;
  const part = (title: string, of: readonly ToolGroup[]) =>
    of.length === 0 ? [] : [`== ${title} (${of.length})`, ...of.map(lines)];
  return [
    ...part(
      'Duplicates',
      equal.filter(({ relation }) => relation === 'duplicates'),
    ),
    ...part(
      'Equal behaviour, different meaning',
      equal.filter(({ relation }) => relation === 'possibleBug'),
    ),
    ...part(
      'Groups',
      groups.filter(({ members }) => members.length > 1),
    ),
    ...(same.length === 0 ? [] : [`== Of one name on several servers, which is no reason to merge (${same.length})`]),
    ...same.map(
      ({ name, tools: of, alike }) =>
        `${name}: ${of.map(({ server }) => server).join(', ')}${alike ? '' : ' (described otherwise)'}`,
    ),
    `${groups.filter(({ members }) => members.length === 1).length} tools are like no other`,
  ].join('\n');
}
