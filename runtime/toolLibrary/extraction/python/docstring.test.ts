import assert from 'node:assert/strict';
import { parseDocstring } from './docstring';

const told = { unit: 'Unit of the answer, which goes on.', value: 'What is converted.' };

describe('Docstrings', () => {
  const forms = {
    Google: `Converts a value.

    Longer text.

    Args:
        value (float): What is converted.
        unit (str, optional): Unit of the answer,
            which goes on.

    Returns:
        float: The converted value.

    Raises:
        ValueError: Where it cannot.
    `,
    NumPy: `Converts a value.

    Longer text.

    Parameters
    ----------
    value : float
        What is converted.
    unit : str, optional
        Unit of the answer,
        which goes on.

    Returns
    -------
    float
        The converted value.

    Examples
    --------
    >>> f(1)
    `,
    Sphinx: `Converts a value.

    Longer text.

    :param float value: What is converted.
    :param unit: Unit of the answer,
        which goes on.
    :type unit: str
    :return: The converted value.
    :rtype: float
    :raises ValueError: Where it cannot.
    `,
  };
  for (const [form, text] of Object.entries(forms)) {
    it(`of ${form}`, () => {
      const { description, parameters, returns } = parseDocstring(text);
      assert.equal(description, 'Converts a value.\n\nLonger text.');
      assert.deepEqual([...parameters].map(([name, each]) => [name, each.type, each.description]).sort(), [
        ['unit', 'str', told.unit],
        ['value', 'float', told.value],
      ]);
      assert.deepEqual(returns, { description: 'The converted value.', type: 'float' });
    });
  }

  it('that only describe', () => {
    assert.equal(parseDocstring('Adds: two numbers.').description, 'Adds: two numbers.');
  });

  it('that deprecate', () => {
    assert.equal(parseDocstring('Adds.\n\n.. deprecated:: 2.0\n    Use plus.').deprecated, '2.0 Use plus.');
    assert.equal(parseDocstring('Adds.\n\nDeprecated: use plus.').deprecated, 'use plus.');
  });
});
