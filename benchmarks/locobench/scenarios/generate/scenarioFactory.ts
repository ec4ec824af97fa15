/** From a draft to a scenario: context, checks, admission. */
import { diskFailure } from '../../../core/diskFailure';
import { admit, type AdmissionGrader, type AdmissionOutcome } from '../admission/admit';
import { secretOf } from '../checks/draftSecrets';
import { LeakIndex } from '../checks/leakIndex';
import { DuplicateFinder } from '../checks/nearDuplicates';
import { questionFault } from '../checks/questionFaults';
import { ContextBuilder } from '../context/buildContext';
import { sha256, type RepositoryTexts } from '../context/repositoryTexts';
import type { Draft } from '../maker';
import type { SetWriter } from '../set/setWriter';
import type { Admission, RejectReason, ScenarioContext, ScenarioEntry, TaskCategory } from '../types';
import { seededFor } from './seededFor';
import { scenarioOf } from './scenarioOf';
import type { GenerateRequest } from './types';

export interface MadeScenario {
  readonly kind: 'made';
  readonly draft: Draft;
  readonly context: ScenarioContext;
  readonly characters: number;
  readonly admission: Admission;
}

export type MakeOutcome =
  MadeScenario | { readonly kind: 'rejected'; readonly reason: RejectReason; readonly detail: string };

interface FactoryParts {
  readonly request: GenerateRequest;
  readonly texts: RepositoryTexts;
  readonly writer: SetWriter;
  readonly grader: AdmissionGrader | undefined;
  readonly repository: string;
  readonly time: number;
}

export class ScenarioFactory {
  /** By the length asked for: scenarios, and the tokens of the longest. */
  readonly lengthsUsed = new Map<number, { scenarios: number; most: number }>();
  private readonly contexts: ContextBuilder;
  private readonly duplicates: DuplicateFinder;
  private readonly lengths: readonly number[];
  private readonly turns = new Map<TaskCategory, number>();
  private leaks: LeakIndex | undefined;

  constructor(private readonly parts: FactoryParts) {
    const { request, texts } = parts;
    this.contexts = new ContextBuilder(texts, request.index.graph());
    this.duplicates = new DuplicateFinder(texts);
    this.lengths = [...request.lengths].sort((a, b) => a - b);
  }

  async make(draft: Draft): Promise<MakeOutcome> {
    const { texts, request } = this.parts;
    const broken = draft.needed.find((path) => {
      const file = texts.file(path);
      return file !== undefined && !texts.isContext(path);
    });
    if (broken !== undefined) return rejected('generated-or-vendored', broken);
    const fault = questionFault(draft.verification);
    if (fault !== undefined) return rejected('ambiguous', fault);
    const secret = secretOf(draft);
    if (secret !== undefined) return rejected('secret', secret);
    const twin = this.duplicates.duplicateOf(draft);
    if (twin !== undefined) return rejected('near-duplicate', `like ${twin}`);

    const leak = this.leakOf(draft);
    if (leak.fault !== undefined) return rejected('answer-in-context', leak.fault);
    const built = this.contextOf(draft, leak.files);
    if (built.kind === 'missing') {
      const left = texts.leftOut.find(({ path }) => path === built.path);
      return left?.reason === 'secret'
        ? rejected('secret', `${built.path}: ${left.detail}`)
        : rejected('not-enough-context', `${built.path} cannot be shown`);
    }
    if (built.kind === 'too-large')
      return rejected('too-large', `the files that are needed have ${built.tokens} tokens`);
    const made = { kind: 'made' as const, draft, context: built.context, characters: built.characters };
    const outcome = await this.admission(made);
    if (outcome.kind === 'rejected') return outcome;
    // Now, not when it is written: what runs beside it must not be like it. Only its own category could be.
    this.duplicates.add(draft);
    this.turns.set(draft.category, (this.turns.get(draft.category) ?? 0) + 1);
    request.signal.throwIfAborted();
    return { ...made, admission: outcome.admission };
  }

  /** @param number of all scenarios of the set, from 1 */
  async write(made: MadeScenario, number: number): Promise<ScenarioEntry> {
    const { request, writer } = this.parts;
    const { tokens, targetTokens } = made.context;
    const used = this.lengthsUsed.get(targetTokens) ?? { scenarios: 0, most: 0 };
    this.lengthsUsed.set(targetTokens, { scenarios: used.scenarios + 1, most: Math.max(used.most, tokens) });
    const scenario = this.scenario(made, number);
    const whole = { ...scenario, whetstone: { ...scenario.whetstone, admission: made.admission } };
    const prompt = await request.phrase?.(whole, request.signal);
    // Other words must not say the answer either.
    const phrased =
      prompt === undefined || this.saysAnswer(made.draft, prompt) ? whole : { ...whole, task_prompt: prompt };
    return writer.writeScenario(phrased);
  }

  private scenario(made: Omit<MadeScenario, 'admission'>, number: number) {
    const { texts, repository, time, request } = this.parts;
    return scenarioOf({ ...made, texts, repository, time, seed: request.seed, number });
  }

  private async admission(made: Omit<MadeScenario, 'admission'>): Promise<AdmissionOutcome> {
    const { grader, writer, request } = this.parts;
    const scenario = this.scenario(made, 0);
    if (made.draft.verification.kind === 'answers' || grader === undefined) {
      return admit(made.draft, scenario, grader, request.signal);
    }
    const key = sha256(JSON.stringify([made.draft.category, made.draft.kind, made.draft.subject, scenario.whetstone]));
    const kept = writer.admitted(key);
    if (kept !== undefined) return kept;
    try {
      const outcome = await admit(made.draft, scenario, grader, request.signal);
      await writer.keepAdmission(key, outcome);
      return outcome;
    } catch (error) {
      if (request.signal.aborted || diskFailure(error) !== undefined) throw error;
      // One draft that cannot be graded does not end the others. Not kept: the next call tries it again.
      const why = error instanceof Error ? error.message : String(error);
      return { kind: 'rejected', reason: 'reference-fails', detail: `it could not be graded: ${why}` };
    }
  }

  /** The next length in turn that the needed files fit into. */
  private contextOf(draft: Draft, exclude: ReadonlySet<string>) {
    const { request } = this.parts;
    const turn = (this.turns.get(draft.category) ?? 0) % this.lengths.length;
    const order = [...this.lengths.slice(turn), ...this.lengths.slice(0, turn)];
    const build = (targetTokens: number) =>
      this.contexts.build({
        draft,
        targetTokens,
        distractors: request.distractors,
        random: seededFor(request.seed, `${draft.category}\n${draft.subject}`),
        exclude,
      });
    let built = build(order[0]!);
    for (const length of order.slice(1)) {
      if (built.kind !== 'too-large') break;
      built = build(length);
    }
    return built;
  }

  /** Files that would give the answer away stay out of the prompt; where one of them is needed, there is no scenario. */
  private leakOf(draft: Draft): { readonly files: ReadonlySet<string>; readonly fault?: string } {
    const files = new Set<string>();
    if (draft.secrets.length === 0) return { files };
    const { texts } = this.parts;
    this.leaks ??= new LeakIndex(texts.paths.map((path) => ({ path, text: texts.text(path)! })));
    const prompt = typeof draft.prompt === 'string' ? draft.prompt : Object.values(draft.prompt).join('\n');
    if (this.saysAnswer(draft, prompt)) return { files, fault: 'the task says it' };
    const changed = new Map(draft.base.map(({ path, content }) => [path, content]));
    for (const secret of draft.secrets) {
      for (const { path, run, of } of this.leaks.leaks(secret)) {
        if (changed.has(path)) continue;
        if (draft.needed.includes(path)) return { files, fault: `${path} has ${run} of its ${of} tokens in a row` };
        files.add(path);
      }
      for (const [path, content] of changed) {
        if (content !== null && this.leaks.leakIn(secret, content)) return { files, fault: `${path} still has it` };
      }
    }
    return { files };
  }

  private saysAnswer(draft: Draft, prompt: string): boolean {
    const leaks = this.leaks;
    return leaks !== undefined && draft.secrets.some((secret) => leaks.contains(prompt, secret));
  }
}

function rejected(reason: RejectReason, detail: string): MakeOutcome {
  return { kind: 'rejected', reason, detail };
}
