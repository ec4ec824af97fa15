import type { Persona } from '../blueprint';

/** People who ask: what they do, and how they speak. Made up. */
export const personas: readonly Persona[] = [
  { name: 'Ruth', text: 'keeps the books of a small choir; friendly, tells why she needs things, one thing at a time' },
  { name: 'Anton', text: 'site engineer between two meetings; short sentences, no greetings, wants it done' },
  { name: 'Meera', text: 'teaches physics; precise about names and numbers, asks to be told what was done' },
  { name: 'Joao', text: 'new in the office and unsure of the words for things; describes rather than names' },
  { name: 'Helga', text: 'retired archivist; courteous, thorough, dislikes changes that she did not ask for' },
  { name: 'Kofi', text: 'runs a bicycle workshop; jokes, and comes back to the point' },
  { name: 'Lena', text: 'writes for a local paper under a deadline; leaves things out until she is asked' },
  { name: 'Ivo', text: 'system administrator; technical, terse, corrects himself when asked' },
  { name: 'Aiko', text: 'plans exhibitions; speaks of the purpose first and of details when they matter' },
  { name: 'Samir', text: 'studies at night after work; speaks plain second-language English' },
];
