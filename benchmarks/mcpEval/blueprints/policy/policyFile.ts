import { z } from 'zod';
import { plainJson } from '../../../../runtime/functionCalling';
import { BadInputError } from '../../../core/badInputError';
import { readUserJson } from '../../../core/userJson';
import { policyRule, type PolicyRule } from './policyRule';

const form = z.strictObject({ rules: z.array(policyRule) });

/** Rules of a domain: `{"rules": [{"id", "text", "check", …}]}`. @throws BadInputError that names what is wrong */
export async function readPolicyFile(file: string): Promise<readonly PolicyRule[]> {
  const parsed = form.safeParse(plainJson(await readUserJson(file)));
  if (!parsed.success) {
    throw new BadInputError(
      `${file} holds no rules: ${z.prettifyError(parsed.error)}. Write {"rules": [{"id": "…", "text": "…", "check": "words"}]}.`,
    );
  }
  const { rules } = parsed.data;
  const twice = rules.find(({ id }, index) => rules.findIndex((each) => each.id === id) < index);
  if (twice !== undefined) throw new BadInputError(`${file} has two rules "${twice.id}". Give each a name of its own.`);
  return rules;
}
