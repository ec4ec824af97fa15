import type { RoleModel, RolePrompt } from '../../environments/types';

/** Roles that say what a test has for them, and keep what they were told. */
export class ScriptedRoles implements RoleModel {
  readonly asked: { readonly role: string; readonly prompt: RolePrompt }[] = [];

  /** @param answers by role: one answer for always, or one after the other; an error is thrown */
  constructor(private readonly answers: Readonly<Record<string, Answer | Answer[]>>) {}

  async ask(role: string, prompt: RolePrompt, signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    this.asked.push({ role, prompt });
    const given = this.answers[role];
    const answer = Array.isArray(given) ? given.shift() : given;
    if (answer === undefined) throw new Error(`nothing is scripted for ${role}`);
    if (answer instanceof Error) throw answer;
    return typeof answer === 'string' ? answer : JSON.stringify(answer);
  }

  textsFor(role: string): readonly string[] {
    return this.asked.filter((each) => each.role === role).map(({ prompt }) => `${prompt.system}\n${prompt.user}`);
  }
}

type Answer = string | Error | Readonly<Record<string, unknown>>;
