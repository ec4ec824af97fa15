/** Tools that misbehave in the ways that collections of other people do. */
export const oddTools = {
  'odd.py': `import time

def endless(x: int) -> int:
    """Never comes back."""
    while True:
        x += 1

def loud(n: int) -> str:
    """Prints and returns."""
    print('said ' + str(n))
    return 'n' * n

def ring() -> list:
    """A list that holds itself."""
    value = []
    value.append(value)
    return value

def refuses(x: int) -> int:
    """Raises."""
    raise ValueError(f'no {x}')

def numbers(*values: float, scale: float = 1.0) -> dict:
    """Sums, and what is no number.

    Args:
        values: What is added.
    """
    return {'sum': sum(values) * scale, 'none': float('nan'), 'set': {3, 1, 2}, 'pair': (1, 2)}

def keep(text: str) -> int:
    """Writes a file."""
    with open('kept.txt', 'w') as file:
        return file.write(text)
`,
  'fields.ts': `export interface Options { readonly width: number; readonly height?: number }
/** Area of a rectangle. */
export function area({ width, height = 2 }: Options): { area: number } { return { area: width * height }; }
`,
};
