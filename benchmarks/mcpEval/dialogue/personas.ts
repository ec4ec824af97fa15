/** Whom an assistant may have before it: MCPEval's five kinds of people, in our own words. */
import { z } from 'zod';

export const persona = z.looseObject({
  name: z.string().min(1),
  description: z.string().default(''),
  communication_style: z.string().default(''),
  expertise_level: z.string().default(''),
});

export type Persona = z.infer<typeof persona>;

export const defaultPersonas: readonly Persona[] = [
  {
    name: 'Curious beginner',
    description: 'Uses such an assistant for the first time. Knows what is wanted, but not what things are called.',
    communication_style: 'casual',
    expertise_level: 'novice',
  },
  {
    name: 'Senior engineer',
    description: 'Knows the tools well, says exactly what is to be done, and has no patience for what is told already.',
    communication_style: 'technical and precise',
    expertise_level: 'expert',
  },
  {
    name: 'Busy executive',
    description: 'Has a minute. Says as little as possible and wants the result.',
    communication_style: 'terse',
    expertise_level: 'intermediate',
  },
  {
    name: 'Thorough analyst',
    description: 'Gives all context, wants every step to be right, and looks at the details of an answer.',
    communication_style: 'detailed',
    expertise_level: 'advanced',
  },
  {
    name: 'Non-native speaker',
    description: 'Writes in short and simple sentences, sometimes with small mistakes, and one thing at a time.',
    communication_style: 'simple language',
    expertise_level: 'intermediate',
  },
];
