/** Marks for what was left out, as models write them. */
const ELISION =
  /^\s*(?:\/\/|#|\/\*|<!--|--|;)?\s*(?:\.{3}|…)\s*(?:\*\/|-->)?\s*$|(?:\.{3}|…)\s*\(?(?:existing|rest|remaining|other|previous|unchanged|same|as before|omitted)|(?:rest of|remaining|existing) (?:the )?(?:code|file|functions?|methods?|class|imports?|implementation)\b.*(?:unchanged|here|remains?|as before|stays?|omitted|\.{3})|^\s*(?:\/\/|#)\s*(?:unchanged|omitted for brevity|same as before)\b/i;

/** From so many lines on, a file is not taken for a short one that was replaced as a whole. */
const LONG = 20;
const SHORT_SHARE = 0.3;

/**
 * Whether a text that was given for a whole file is only a part of it: it says that something is left out, or it is much shorter and has
 * neither the beginning nor the end of the file.
 */
export function isFragment(before: string, given: string): boolean {
  const known = new Set(before.split(/\r?\n/).map((line) => line.trim()));
  const lines = given.split(/\r?\n/);
  if (lines.some((line) => ELISION.test(line) && !known.has(line.trim()))) return true;
  const filled = (text: string) => text.split(/\r?\n/).flatMap((line) => (line.trim() === '' ? [] : line.trim()));
  const [old, now] = [filled(before), filled(given)];
  if (old.length < LONG || now.length >= old.length * SHORT_SHARE) return false;
  const has = new Set(now);
  return !old.slice(0, 3).some((line) => has.has(line)) && !(has.has(old.at(-1)!) && old.at(-1)!.length > 3);
}
