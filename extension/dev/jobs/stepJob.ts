import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { nothing, type Part, type PartResult } from '../parts/part';
import { ProgramGroup } from './programGroup';
import type { Job } from './job';

const resultForm = z.object({
  passed: z.number(),
  failed: z.array(z.string()).readonly(),
  skipped: z.array(z.string()).readonly(),
});

export interface StepPrograms {
  /** The bundle of testStep.ts. */
  readonly program: string;
  /** For what the steps write. */
  readonly folder: string;
  /** Milliseconds after which a step is ended. */
  readonly limitMs: number;
  /** Whether there are jobs with precedence beside it. */
  readonly givesWay: boolean;
}

/** A step of a part, in a process of its own. @param index which of its steps */
export function stepJob(part: Part, name: string, index: number, programs: StepPrograms): Job {
  return {
    part: part.name,
    title: `${part.title}: ${name}`,
    after: part.after ?? [],
    precedence: part.precedence ?? false,
    beside: part.beside ?? false,
    // What a program of checks says does not depend on what is beside it.
    again: false,
    async run(print) {
      const file = path.join(programs.folder, `${part.name}-${index}.json`);
      await rm(file, { force: true });
      const group = new ProgramGroup({
        args: [programs.program, part.name, String(index), file],
        env: process.env,
        givesWay: programs.givesWay && !part.precedence,
      });
      group.onOutput(print);
      const inTime = group.endAfter(programs.limitMs);
      const status = await group.ended;
      inTime();
      const failed = (why: string): PartResult => ({ ...nothing, failed: [`${part.title}, ${name}: ${why}`] });
      if (group.exceeded) return failed(`it took more than ${Math.round(programs.limitMs / 1000)} s`);
      const text = await readFile(file, 'utf8').catch(() => undefined);
      return text === undefined
        ? failed(`it ended with ${status} before its result`)
        : resultForm.parse(JSON.parse(text));
    },
  };
}
