/** What is commonly left out of a task: how one asks for it, and any of the words that ask for it. */
export interface Facet {
  readonly description: string;
  readonly inquiry: string;
  readonly terms: string;
}

const facet = (description: string, inquiry: string, terms: string): Facet => ({ description, inquiry, terms });

export const facets = {
  deadline: facet(
    'deadline',
    'By when is it needed?',
    'when|deadline|due|how_soon|timeline|time_frame|urgent|by_what_date',
  ),
  budget: facet('budget', 'How much may it cost?', 'budget|cost|price|spend|expensive|how_much_money|afford'),
  audience: facet(
    'audience',
    'Who is it for?',
    'audience|who_is_it_for|for_whom|readers|target_group|recipient|who_will',
  ),
  language: facet(
    'programming language',
    'Which programming language?',
    'programming_language|language|typescript|python|java|rust',
  ),
  framework: facet(
    'framework',
    'Which framework or library?',
    'framework|library|libraries|stack|react|vue|express|django',
  ),
  platform: facet(
    'platform',
    'Where does it run?',
    'run|platform|operating_system|browser|mobile|device|windows|linux|android|ios|environment',
  ),
  inputs: facet(
    'input format',
    'What does the input look like?',
    'input|file_format|csv|json|incoming|source_data|data_look',
  ),
  output: facet(
    'output format',
    'What should come out?',
    'come_out|output|result_look|return|export|produce|shown|response_format',
  ),
  errors: facet(
    'behaviour on errors',
    'What happens if something fails or is not valid?',
    'error|fail|failure|invalid|exception|missing|wrong_input|edge_case',
  ),
  scale: facet(
    'size of the data',
    'How much data or how many users?',
    'how_many|how_much_data|scale|size|volume|traffic|large|rows|users',
  ),
  name: facet('name', 'What is it to be called?', 'name|called|naming|title'),
  fallback: facet(
    'default value',
    'What holds if nothing is set?',
    'nothing_is_set|default|unset|not_set|fallback|initial_value',
  ),
  place: facet(
    'place in the code',
    'Where does it belong?',
    'belong|which_file|where_in|module|folder|which_component|which_part|location',
  ),
  tests: facet('tests', 'Which tests are wanted?', 'test|tested|coverage|unit_test'),
  security: facet(
    'access rights',
    'Who may use it?',
    'permission|access|authenticate|login|authorise|authorize|who_may|security|role',
  ),
  compat: facet(
    'compatibility',
    'What must keep working?',
    'keep_working|still_work|compatible|compatibility|backward|existing|break|old_version|legacy',
  ),
  tone: facet('tone', 'In which tone?', 'tone|style|formal|casual|voice|mood'),
  length: facet('length', 'How long should it be?', 'how_long|length|words|pages|short|duration|minutes'),
  topic: facet(
    'subject',
    'What exactly is it about?',
    'what_exactly|it_about|topic|subject|about_what|focus|theme|which_area',
  ),
  destination: facet('destination', 'Where to?', 'where|destination|which_city|which_country|place'),
  people: facet(
    'number of people',
    'How many people?',
    'how_many_people|how_many|group_size|guests|persons|participants|who_else',
  ),
  diet: facet(
    'dietary needs',
    'Does anybody not eat something?',
    'diet|vegetarian|vegan|allergy|allergies|allergic|eat|food',
  ),
  experience: facet(
    'experience',
    'How experienced are you?',
    'experience|level|beginner|skill|familiar|done_this_before',
  ),
  equipment: facet(
    'equipment',
    'What do you have at hand?',
    'at_hand|equipment|tools|have_at_home|gear|available|kitchen',
  ),
  goal: facet('purpose', 'What is it meant to achieve?', 'goal|purpose|why|achieve|reason|success|aim'),
  model: facet('exact model', 'Which model or version is it?', 'which_model|model|version|brand|type_of'),
} as const;

export type FacetName = keyof typeof facets;
