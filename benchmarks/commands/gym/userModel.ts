import { randomUUID } from 'node:crypto';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { collectAnswer } from '../../core/runs/runner/collectAnswer';
import type { RoleModel } from '../../userbench/environments/types';
import { openCommandGateway } from '../commandGateway';

export interface UserModel {
  readonly roles: RoleModel;
  readonly close: () => Promise<void>;
}

/** A role says a sentence or two, and a verdict. */
const usualOutputTokens = 1024;

/**
 * A model of the gateway that plays users and judges for an environment, under the user's budgets.
 * @throws BadInputError for one that cannot be called
 */
export async function openUserModel(
  wanted: string,
  settings: string | undefined,
  output: CommandOutput,
): Promise<UserModel> {
  const { gateway, model, close } = await openCommandGateway(wanted, settings, output);
  const models = await gateway.models(new AbortController().signal);
  const entry = models.find((one) => one.model.id === model);
  const problem = entry === undefined ? 'is no model of the gateway' : entry.problem;
  if (problem !== undefined && model !== 'auto' && model !== 'local') {
    await close();
    throw new BadInputError(`--user ${wanted}: ${problem}. See whetstone providers, or take --user rules.`);
  }
  const task = `gym:${randomUUID()}`;
  return {
    roles: {
      ask: async (_role, { system, user, maxOutputTokens = usualOutputTokens }, signal) => {
        const messages = [
          { role: 'system', content: [{ type: 'text', text: system }] },
          { role: 'user', content: [{ type: 'text', text: user }] },
        ] as const;
        const request = { model, messages, maxOutputTokens, temperature: 0, purpose: 'evaluation', task } as const;
        return (await collectAnswer(gateway.generate(request, signal))).text;
      },
    },
    close,
  };
}
