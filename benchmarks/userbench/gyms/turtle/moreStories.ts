import type { StoryRow } from './ownStories';

export const moreStories: readonly StoryRow[] = [
  [
    'Green build',
    'All tests were green, and the team was fired the same day.',
    'The tests had been emptied so that they always passed, and customers found it out.',
    [
      [0.6, 'The tests tested nothing', 'test nothing|empty|emptied|removed|fake|always_passed'],
      [0.4, 'Customers met the faults', 'customer|user|production fault|bug|found|fail'],
    ],
    ['y empty|emptied|fake|removed', 'y customer|user', 'n money|budget', 'y test', 'n robot|ai', 'y bug|fault'],
  ],
  [
    'The quiet alarm',
    'The alarm went off at three, nobody heard it, and everybody was saved.',
    'It was no sound but a smell that woke them, in a home for the deaf.',
    [
      [0.5, 'The alarm is a smell or no sound', 'smell|scent|odour|no_sound'],
      [0.5, 'The people are deaf', 'deaf|hear'],
    ],
    ['y smell|scent|odour', 'y deaf', 'n broken', 'y fire|smoke', 'n light|flash', 'y sleep|asleep|woke'],
  ],
  [
    'Upstairs',
    'The higher she climbs the stairs, the lower she gets.',
    'She climbs an escalator that goes down, for exercise.',
    [
      [0.6, 'It is an escalator that runs down', 'escalator down|downward'],
      [0.4, 'She does it for exercise or fun', 'exercise|sport|fun|train'],
    ],
    ['y escalator|moving', 'y exercise|sport|fun', 'n dream', 'n ship', 'y down'],
  ],
  [
    'The gift',
    'He gave her an empty box, and she wore it for life.',
    'In the box had been a ring, which he had put on her finger before.',
    [
      [0.6, 'There was a ring', 'ring'],
      [0.4, 'It was already on her finger', 'finger|hand|already'],
    ],
    ['y ring', 'y marry|marriage|propose|wedding', 'y finger|already', 'n hat|dress', 'n poor'],
  ],
  [
    'Snow in July',
    'It snows each day in July, and the children wear swimsuits.',
    'They live south of the equator by a hot spring, where July is winter.',
    [
      [0.5, 'They live on the southern half of the earth', 'south|southern|equator|hemisphere'],
      [0.5, 'They bathe in hot springs', 'hot|spring|bath|thermal|pool'],
    ],
    ['y south|equator|southern', 'y winter', 'y hot|spring|pool|bath', 'n film|fake|artificial', 'n mountain'],
  ],
  [
    'The loud library',
    'In this library everybody shouts, and the librarian is content.',
    'It lends out tools for building; the hall is next to a workshop where it can be tried.',
    [
      [0.6, 'It lends tools and not books', 'tool|drill|machine'],
      [0.4, 'They are tried out, which is loud', 'tried|try|noise|loud|workshop'],
    ],
    ['y tool|tools|machine', 'n book|read', 'y workshop|try|test', 'n deaf', 'n party'],
  ],
  [
    'Blank page',
    'The writer handed in a blank page and won the prize.',
    'It was printed in braille, which the jury of blind readers felt.',
    [
      [0.6, 'The page was in braille', 'braille|dots|raised'],
      [0.4, 'The readers are blind and feel it', 'blind|feel|touch|fingers'],
    ],
    ['y braille|dots', 'y blind', 'y touch|feel|finger', 'n invisible|ink', 'n joke|art', 'n empty'],
  ],
  [
    'The deep end',
    'He fell from the tower of the church and was not hurt.',
    'The valley had been flooded for a dam, and he dived from the tower that stuck out of the lake.',
    [
      [0.6, 'The church stands in a lake', 'lake|water|flood|dam|reservoir'],
      [0.4, 'He dived into the water', 'dive|dived|jump|swim'],
    ],
    ['y water|lake|flood|dam', 'y dive|jump|swim', 'n rope|parachute', 'n snow|hay', 'y tower'],
  ],
  [
    'Late mail',
    'The letter took fifty years, and it came just in time.',
    'It was in a time capsule, to be opened at the anniversary.',
    [
      [0.6, 'It was in a time capsule', 'capsule|buried|sealed'],
      [0.4, 'It was meant to be opened then', 'opened|anniversary|meant|planned'],
    ],
    ['y capsule|buried|sealed', 'y planned|meant|purpose', 'y anniversary|jubilee', 'n post|lost', 'n war'],
  ],
  [
    'Heavy rain',
    'It rained, and the football players were thrown out of the stadium.',
    'They were figures made of clay, which the rain dissolved.',
    [
      [0.6, 'The players were figures of clay', 'figure|clay|statue|model|sculpture'],
      [0.4, 'Rain destroyed them', 'dissolve|destroy|melt|ruin|soft'],
    ],
    [
      'y figure|clay|statue|sculpture',
      'n alive|human|people',
      'y dissolve|destroy|ruin',
      'n fight|violence',
      'y art|exhibition',
    ],
  ],
  [
    'Midnight swim',
    'She swims at midnight in full sun.',
    'She is near the pole in summer, where the sun does not set.',
    [
      [0.6, 'She is far in the north or south', 'north|pole|arctic|south|norway'],
      [0.4, 'The sun does not set in summer', 'set|summer|midnight_sun'],
    ],
    ['y north|pole|arctic', 'y summer', 'n lamp|artificial', 'n time_zone|clock|plane', 'y set|midnight_sun'],
  ],
  [
    'The honest liar',
    'He tells only lies, and the court believes each word.',
    'He is an actor, and the court is on a stage.',
    [
      [0.6, 'He is an actor', 'actor|acts|play|theatre|film'],
      [0.4, 'The court is part of the play', 'stage|play|scene|theatre|film'],
    ],
    ['y actor|play|theatre|film|stage', 'n judge|lawyer|crime', 'n real', 'n ill|mad'],
  ],
  [
    'Too clean',
    'She scrubbed the pan, and her mother wept.',
    'The black layer was the seasoning of decades in an iron pan of her grandmother.',
    [
      [0.6, 'The layer in the iron pan was wanted', 'season|seasoning|layer|patina|coating'],
      [0.4, 'It was old and came from the family', 'old|grandmother|family|decades|years'],
    ],
    [
      'y layer|seasoning|coating',
      'y iron',
      'y old|grandmother|family',
      'n broke|scratch|hole',
      'n poison|ill',
      'n painting|picture',
    ],
  ],
  [
    'The fast snail',
    'The snail was the first in the race, far ahead of the horses.',
    'It was painted on the nose of a racing car called Snail; the horses were its rivals’ engines.',
    [
      [0.5, 'The snail is a car or its name', 'car|vehicle|name|painted'],
      [0.5, 'Horses are horsepower or engines', 'horsepower|engine|motor'],
    ],
    ['y car|vehicle', 'n alive|animal|real', 'y name|painted', 'y engine|motor|horsepower', 'n dream|cartoon'],
  ],
  [
    'Deleted',
    'He deleted everything they had, and they gave him a cake.',
    'He is an administrator who tested the backups on purpose, and everything came back.',
    [
      [0.6, 'It was a test of the backups', 'backup|backups test|exercise|drill|restore'],
      [0.4, 'Everything could be restored', 'restore|restored|recovered|back'],
    ],
    [
      'y backup|restore|recover',
      'y test|purpose|planned|exercise',
      'n accident|mistake',
      'n birthday',
      'y computer|data|server',
      'n revenge|angry',
    ],
  ],
];
