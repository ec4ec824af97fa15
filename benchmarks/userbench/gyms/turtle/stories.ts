import type { StoryRow } from './ownStories';

export const stories: readonly StoryRow[] = [
  [
    'The dark shop',
    'Every night the baker puts out his lamps, and only then do people come in.',
    'The shop is also a planetarium: with the lamps out, stars are shown on the ceiling.',
    [
      [0.5, 'Stars are shown on the ceiling', 'star|planetarium ceiling|shown|projected'],
      [0.3, 'It has to be dark for that', 'dark|lamps|light'],
      [0.2, 'People come to watch', 'watch|see|audience|look'],
    ],
    ['n bread|buy', 'y star|stars', 'y dark', 'y ceiling', 'n steal|thief', 'y watch|look'],
  ],
  [
    'Wet shoes',
    'She waters her shoes each morning and is proud of them.',
    'She planted herbs in old shoes on her balcony.',
    [
      [0.6, 'Plants grow in the shoes', 'plant|herb|flower|grow'],
      [0.4, 'The shoes are old and serve as pots', 'old|worn|unused pot|container'],
    ],
    ['y plant|herb|grow', 'n wear|walk', 'y pot', 'y old', 'n clean|wash', 'y balcony|outside'],
  ],
  [
    'The silent clap',
    'When the singer ends, nobody claps, and she is overjoyed.',
    'Her audience is deaf and waves its hands, which is how they applaud.',
    [
      [0.5, 'The audience is deaf', 'deaf|cannot_hear'],
      [0.5, 'They wave their hands instead of clapping', 'wave|hands|sign'],
    ],
    ['y deaf|hear', 'y wave|hands|sign', 'n dislike|bad', 'n empty', 'y audience|people'],
  ],
  [
    'One boot',
    'He comes home with one boot, and his wife laughs.',
    'He is a fisherman and the boot is all he caught that day.',
    [
      [0.5, 'He was fishing', 'fish|fisherman|angling'],
      [0.5, 'The boot is all that he caught', 'caught|catch|hook|pulled'],
    ],
    ['y fish|fishing', 'y caught|catch', 'n lost|lose', 'n own|his_boot', 'y water|river|lake'],
  ],
  [
    'The broken clock',
    'The clock stands still, so the town is never late.',
    'It is a sundial at night: people only have appointments by day, when it is right.',
    [
      [0.6, 'The clock is a sundial', 'sundial|sun'],
      [0.4, 'It is only used by day', 'day|daylight|night'],
    ],
    ['y sun|sundial', 'n broken|repair', 'y day|daylight', 'n battery|electric', 'y shadow'],
  ],
  [
    'No brake',
    'The driver never uses his brakes, and his passengers feel safe.',
    'He drives a cable car that is pulled and stopped by a rope from the station.',
    [
      [0.6, 'It is a cable car pulled by a rope', 'cable|rope|gondola|lift'],
      [0.4, 'It is stopped from the station', 'station|machine|stopped_by|controlled'],
    ],
    ['y cable|rope', 'n car|bus', 'y mountain', 'y station|machine', 'n train|rails', 'n fast|race'],
  ],
  [
    'The empty letter',
    'He gets a letter with nothing in it and sells his house.',
    'Friends agreed that an empty letter means that the child was born, so he moves to live near his daughter.',
    [
      [0.5, 'The empty letter is an agreed sign', 'sign|signal|agreed|code'],
      [0.3, 'A child was born', 'child|baby|grandchild|born'],
      [0.2, 'He moves to his family', 'move|live|near daughter|family'],
    ],
    [
      'y sign|signal|agreed|code',
      'y baby|child|born|birth',
      'n threat|blackmail|danger',
      'n money|debt',
      'y family|daughter',
      'y move',
    ],
  ],
  [
    'The cold cook',
    'The cook leaves the kitchen door open in winter, or nobody could eat.',
    'The restaurant is made of ice, which the stove would melt.',
    [
      [0.6, 'The restaurant is made of ice', 'ice|igloo|snow'],
      [0.4, 'Heat would melt it', 'melt|heat|warm|stove'],
    ],
    ['y ice|igloo|snow', 'y melt', 'n smoke|fire', 'n gas', 'y cold'],
  ],
  [
    'Two tickets',
    'He buys two tickets for every concert and always goes alone.',
    'He plays the cello in trains to reach the halls: the second seat is for his instrument.',
    [
      [0.6, 'The second seat is for an instrument', 'instrument|cello|bass'],
      [0.4, 'It travels with him because it is large', 'large|big|travel|seat|train'],
    ],
    ['y instrument|cello', 'n friend|wife|date', 'n fat|coat', 'y seat', 'y train|travel', 'y music|musician'],
  ],
  [
    'Red light',
    'Everybody stops at the red light, though there is no street.',
    'It is a dark room for photographs: the lamp means that the door must stay shut.',
    [
      [0.6, 'It is a dark room for photographs', 'photograph|photo|film dark|darkroom|develop'],
      [0.4, 'Light would spoil them if the door opened', 'light|door|open spoil|ruin|destroy|shut'],
    ],
    ['y photo|film|photograph', 'n car|traffic', 'y door', 'y light', 'n hospital|operation', 'n danger'],
  ],
  [
    'The heavy feather',
    'A feather fell and ended the match.',
    'It was a match of building card houses, and the feather knocked one over.',
    [
      [0.6, 'It was about houses of cards', 'card|cards house|tower|build'],
      [0.4, 'The feather made it collapse', 'collapse|fall|knock|topple'],
    ],
    ['y card|cards', 'y collapse|fall', 'n boxing|football|weight', 'y build|house|tower', 'n bird|animal'],
  ],
  [
    'Long queue',
    'She stands in the queue for hours, and when it is her turn she goes home.',
    'She is paid to keep a place in the queue for somebody else.',
    [
      [0.5, 'She keeps the place for somebody else', 'somebody|someone|other place|hold|keep'],
      [0.5, 'She is paid for it', 'paid|pay|money|job|work'],
    ],
    ['y paid|job|money|work', 'y somebody|someone_else', 'n tired|impatient', 'n closed', 'y place'],
  ],
  [
    'Backwards',
    'He walks backwards up the hill each day and is the first at the top.',
    'He is a guide who faces the visitors while he talks to them.',
    [
      [0.5, 'He is a guide', 'guide|tour'],
      [0.5, 'He faces the group while he talks', 'face|talk|speak|explain group|visitor|tourist|people'],
    ],
    [
      'y guide|tour',
      'y visitor|tourist|group|people',
      'n injured|ill',
      'n sport|training|bet',
      'y talk|explain',
      'y face|look',
    ],
  ],
  [
    'The polite thief',
    'He takes their wallets, and they thank him and pay.',
    'He is a magician on a stage who gives them back.',
    [
      [0.6, 'He is a magician or pickpocket on stage', 'magician|show|stage|performer'],
      [0.4, 'He gives the wallets back', 'back|return'],
    ],
    ['y magician|show|stage', 'y return|back', 'n steal|criminal|crime', 'n police', 'y audience|ticket|entertain'],
  ],
  [
    'Salt',
    'He put salt in his coffee for forty years, and she never told him why she smiled.',
    'At their first meeting he asked for salt in the place of sugar because he was nervous, and kept up the story.',
    [
      [0.5, 'He asked for salt by mistake when they first met', 'mistake|wrong|confused|nervous first|met|date'],
      [0.3, 'He kept on so as not to be ashamed', 'ashamed|embarrassed|admit|kept|pretend'],
      [0.2, 'She knew', 'knew|know|aware'],
    ],
    [
      'y mistake|nervous|wrong',
      'y first_date|met|date',
      'n taste|like',
      'n health|ill|doctor',
      'y knew|know',
      'y sugar',
    ],
  ],
];
