import type { DraftFailure } from '../blueprint';
import { brokenRules, type Deeds } from '../policy/brokenRules';
import type { PolicyRule } from '../policy/policyRule';

/** Rules that a program can hold against calls and their outcome. */
export function checkPolicy(rules: readonly PolicyRule[], deeds: Deeds): readonly DraftFailure[] {
  return brokenRules(rules, deeds).map(({ rule, detail }) => ({
    check: 'policy',
    reason: rule.id,
    detail: `It breaks the rule "${rule.text}" ${detail}`,
  }));
}
