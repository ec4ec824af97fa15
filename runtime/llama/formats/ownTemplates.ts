/** Templates for files that have none, or none for tools. */

export const chatMlTemplate =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

/** For models of which nothing is known. */
export const plainTemplate =
  "{{ bos_token }}{% for message in messages %}{{ {'system': '', 'user': '### User:\\n', 'assistant': '### Assistant:\\n'}[message['role']] + message['content'] + '\\n\\n' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '### Assistant:\\n' }}{% endif %}";

/**
 * ChatML with the calls of NousResearch's Hermes models, whose files often hold the template without tools.
 * Form: https://github.com/NousResearch/Hermes-Function-Calling
 */
export const hermesTemplate = [
  "{%- set system = messages[0]['content'] if messages[0]['role'] == 'system' else '' -%}",
  "{%- if tools -%}{{ '<|im_start|>system\\n' }}{%- if system -%}{{ system + '\\n\\n' }}{%- endif -%}",
  "{{ 'You are a function calling AI model. You are provided with function signatures within <tools></tools> XML tags. ' }}",
  '{{ "You may call one or more functions to assist with the user query. Don\'t make assumptions about what values to plug into functions. " }}',
  "{{ 'Here are the available tools: <tools> ' }}",
  "{%- for tool in tools -%}{{ tool | tojson }}{%- if not loop.last -%}{{ '\\n' }}{%- endif -%}{%- endfor -%}",
  "{{ ' </tools> For each function call return a json object with function name and arguments within <tool_call></tool_call> XML tags as follows:\\n' }}",
  '{{ \'<tool_call>\\n{"name": <function-name>, "arguments": <args-dict>}\\n</tool_call><|im_end|>\\n\' }}',
  "{%- elif system -%}{{ '<|im_start|>system\\n' + system + '<|im_end|>\\n' }}{%- endif -%}",
  '{%- for message in messages -%}',
  "{%- if message['role'] == 'system' -%}{%- if not loop.first -%}{{ '<|im_start|>system\\n' + message['content'] + '<|im_end|>\\n' }}{%- endif -%}",
  "{%- elif message['role'] == 'tool' -%}",
  "{%- if loop.first or messages[loop.index0 - 1]['role'] != 'tool' -%}{{ '<|im_start|>tool\\n' }}{%- endif -%}",
  "{{ '<tool_response>\\n' + message['content'] + '\\n</tool_response>\\n' }}",
  "{%- if loop.last or messages[loop.index0 + 1]['role'] != 'tool' -%}{{ '<|im_end|>\\n' }}{%- endif -%}",
  "{%- elif message['tool_calls'] -%}",
  "{{ '<|im_start|>assistant\\n' }}{%- if message['content'] -%}{{ message['content'] + '\\n' }}{%- endif -%}",
  "{%- for call in message['tool_calls'] -%}",
  "{{ '<tool_call>\\n{\"name\": \"' + call['function']['name'] + '\", \"arguments\": ' }}{{ call['function']['arguments'] | tojson }}{{ '}\\n</tool_call>' }}",
  "{%- if not loop.last -%}{{ '\\n' }}{%- endif -%}{%- endfor -%}{{ '<|im_end|>\\n' }}",
  "{%- else -%}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}{%- endif -%}",
  '{%- endfor -%}',
  "{%- if add_generation_prompt -%}{{ '<|im_start|>assistant\\n' }}{%- endif -%}",
].join('');
