/** What a definition's own code says. */
import { notFound, when, type Rule } from '../rule';

export const codeUses: Rule<'codeUses'> = ({ subject, pattern, absent }, tree) => {
  const found = tree.subject(subject);
  if (found === undefined) return notFound;
  const match = new RegExp(pattern).exec(found.definition.code);
  return when((match !== null) !== (absent === true), match?.[0].slice(0, 80) ?? 'its code says no such thing');
};
