import { z } from 'zod';
import { requireFolderFor, writeBlueprintSet } from '../../mcpEval/blueprints/blueprintSet';
import { reviewerRole } from '../../mcpEval/blueprints/committee/askCommittee';
import { collectBlueprints } from '../../mcpEval/blueprints/making/collectBlueprints';
import { blueprintStatistics } from '../../mcpEval/blueprints/rows/blueprintStatistics';
import { openSlotSet } from '../../mcpEval/blueprints/slots/slot';
import { BadInputError } from '../../core/badInputError';
import type { RunExtras } from '../locobench/run';
import { integer } from '../optionValues';
import { allowSetServers } from './allowSetServers';
import { blueprintText } from './blueprintText';
import { licenceNotes, licenceOption } from './licenceOptions';
import { setName } from './slotOptions';

const given = z.object({
  reviewer: z.array(z.string()).default([]),
  committee: z.number().optional(),
  tries: z.number(),
  mostCalls: z.number(),
  threshold: z.number(),
  out: z.string().optional(),
  licence: z.map(z.string(), z.string()).optional(),
  model: z.array(z.string()).default([]),
  config: z.string().optional(),
  resume: z.string().optional(),
  rerunFailed: z.string().optional(),
  allow: z.boolean().default(false),
});

export function blueprintRun(): RunExtras {
  // The end of a run is not given the options: its beginning keeps them for it.
  let asked: z.infer<typeof given> | undefined;
  return {
    name: 'mcpeval blueprints',
    description:
      'let models write blueprints; drafts that fail go back with the reasons; resumable, nothing is paid twice',
    add: (command) =>
      command
        .option('--reviewer <model>', 'a model that votes on drafts; may be given again, they take turns', more, [])
        .option('--committee <n>', 'reviewers; default: 3 where --reviewer is given, else none', integer(0, 15))
        .option(
          '--threshold <n>',
          'of four criteria, so many need a majority, correctness among them',
          integer(1, 4),
          3,
        )
        .option('--tries <n>', 'drafts for each slot at most', integer(1, 20), 3)
        .option('--most-calls <n>', 'calls of a blueprint at most', integer(1, 30), 6)
        .option('--out <folder>', 'write what was made there when the run ends; else: blueprints collect')
        .option(
          '--licence <model=text>',
          "what a model's licence says of its output; may be given again",
          licenceOption,
        )
        .option('--allow', "start the set's servers as they are configured now, from now on"),
    choice: async (values, folder) => {
      await openSlotSet(folder);
      const { reviewer, committee, tries, mostCalls: mostActions, threshold } = given.parse(values);
      const size = committee ?? (reviewer.length === 0 ? 0 : Math.max(3, reviewer.length));
      if (size > 0 && reviewer.length === 0)
        throw new BadInputError('A committee needs models that vote: --reviewer ID, once or several times.');
      const seats = Array.from(
        { length: size },
        (_, seat) => [reviewerRole(seat), reviewer[seat % reviewer.length] ?? ''] as const,
      );
      return {
        roles: size === 0 ? undefined : Object.fromEntries(seats),
        options: { tries, mostActions, committee: size, threshold },
      };
    },
    before: async (values, folder) => {
      asked = given.parse(values);
      const { out, resume, rerunFailed } = asked;
      // Before anything is paid.
      if (out !== undefined) await requireFolderFor(resume ?? rerunFailed ?? '', out);
      if (asked.allow) await allowSetServers((await openSlotSet(folder)).set);
    },
    results: async ({ store }, run) => {
      const folder = run.configuration.set.folder;
      const { set } = await openSlotSet(folder);
      const { out, licence, model = [], config } = asked ?? {};
      const noteOf = await licenceNotes(licence, model, config);
      const name = out === undefined ? set.name : setName(out);
      const made = await collectBlueprints(store, run.id, { ...set, name }, noteOf);
      if (out !== undefined) await requireFolderFor(run.id, out);
      if (out !== undefined) await writeBlueprintSet(out, made, made.rejected);
      const statistics = blueprintStatistics(made.blueprints, made.rejected);
      return { json: { folder: out ?? null, statistics }, text: blueprintText(out ?? `run ${run.id}`, statistics) };
    },
  };
}

function more(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
