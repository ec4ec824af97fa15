import itertools
import math
from collections import Counter
from datetime import date


def calculate_population_std(data: list[float]) -> float:
    """Calculate the population standard deviation of the data."""
    n = len(data)
    if n == 0:
        raise ValueError("no data")
    average = sum(data) / n
    squares = 0
    for each in data:
        difference = each - average
        squares += difference * difference
    return (squares / n) ** 0.5


def calculate_sample_std(data: list[float]) -> float:
    """Calculate the sample standard deviation of the data."""
    n = len(data)
    if n < 2:
        raise ValueError("at least two values are needed")
    average = sum(data) / n
    return math.sqrt(sum((each - average) ** 2 for each in data) / (n - 1))


def compute_range(numbers: list[float]) -> float:
    """Compute the range of numbers, that is the maximum minus the minimum."""
    if len(numbers) == 0:
        raise ValueError("the list is empty")
    low = high = numbers[0]
    for number in numbers[1:]:
        if number < low:
            low = number
        if number > high:
            high = number
    return high - low


def cumulative_sum(numbers: list[float]) -> list[float]:
    """Calculate the cumulative sum of a list of numbers, one partial sum for each."""
    result: list[float] = []
    for number in numbers:
        result.append(number if not result else result[-1] + number)
    return result


def check_prime(number: int) -> bool:
    """Check if a number is a prime number."""
    if number <= 1:
        return False
    if number <= 3:
        return True
    if number % 2 == 0 or number % 3 == 0:
        return False
    divisor = 5
    while divisor * divisor <= number:
        if number % divisor == 0 or number % (divisor + 2) == 0:
            return False
        divisor += 6
    return True


def factorize(number: int) -> list[int]:
    """Factorize a number into its prime factors (rising, with repeats)."""
    if number <= 0:
        raise ValueError("positive numbers only")
    result: list[int] = []
    candidate = 2
    while candidate * candidate <= number:
        if number % candidate:
            candidate += 1
        else:
            number //= candidate
            result.append(candidate)
    if number > 1:
        result.append(number)
    return result


def calculate_permutations(n: int, r: int) -> int:
    """Calculate the number of permutations of r items taken from n items, order counts."""
    if n < 0 or r < 0:
        raise ValueError("n and r must not be negative")
    return 0 if r > n else math.factorial(n) // math.factorial(n - r)


def check_perfect_square(number: int) -> bool:
    """Check if the number is a perfect square."""
    if number < 0:
        return False
    remaining, odd = number, 1
    while remaining > 0:
        remaining -= odd
        odd += 2
    return remaining == 0


def collatz_sequence_length(start: int) -> int:
    """Count the steps that the Collatz sequence takes from start until it reaches 1."""
    if start <= 0:
        raise ValueError("start must be positive")
    if start == 1:
        return 0
    following = start // 2 if start % 2 == 0 else 3 * start + 1
    return 1 + collatz_sequence_length(following)


def calculate_percentage_change(initial: float, final: float) -> float:
    """Calculate the percentage change between an initial (old) and a final (new) value."""
    if not initial:
        raise ValueError("initial must not be zero")
    ratio = (final - initial) / initial
    return ratio * 100.0


def calculate_circumference(radius: float) -> float:
    """Calculate the circumference of a circle from its radius."""
    if radius < 0:
        raise ValueError("Radius must not be negative")
    diameter = radius + radius
    return diameter * math.pi


def calculate_hypotenuse(leg_a: float, leg_b: float) -> float:
    """Calculate the hypotenuse (longest side) of a right triangle using the Pythagorean theorem."""
    return (leg_a**2 + leg_b**2) ** 0.5


def compute_cylinder_volume(r: float, h: float) -> float:
    """Compute the volume of a cylinder with radius r and height h."""
    if min(r, h) < 0:
        raise ValueError("r and h must not be negative")
    return h * math.pi * (r**2)


def calculate_slope(x1: float, y1: float, x2: float, y2: float) -> float:
    """Calculate the slope of a line passing through two points."""
    dx, dy = x2 - x1, y2 - y1
    if not dx:
        raise ValueError("undefined slope")
    return dy / dx


def calculate_simple_interest(principal: float, rate: float, time: float) -> float:
    """Calculate the simple interest for a principal, a rate in percent and a time in years."""
    interest_per_year = principal * rate / 100
    return interest_per_year * time


def calculate_price_with_vat(price: float, vat: float) -> float:
    """Calculate the gross price including VAT (tax in percent) from the net price."""
    if vat < 0:
        raise ValueError("vat must not be negative")
    return (100 + vat) * price / 100


def calculate_break_even_point(fixed_costs: float, price_per_unit: float, variable_cost: float) -> int:
    """Calculate the number of units to sell to break even, that is to cover the fixed costs."""
    contribution = price_per_unit - variable_cost
    if contribution <= 0:
        raise ValueError("No break-even point")
    units = fixed_costs / contribution
    whole = math.floor(units)
    return whole if whole == units else whole + 1


def reverse_word_order(sentence: str) -> str:
    """Reverse the order of the words in a sentence."""
    words = sentence.split()
    result = []
    while words:
        result.append(words.pop())
    return " ".join(result)


def to_snake_case(text: str) -> str:
    """Convert a text to snake_case: words in lower case, joined with underscores."""
    words = [word.lower() for word in text.split()]
    result = ""
    for index, word in enumerate(words):
        if index > 0:
            result += "_"
        result += word
    return result


def find_most_frequent_word(text: str) -> str:
    """Find the most frequent word in a text (lower case, ties by alphabet)."""
    tally = Counter(text.lower().split())
    if len(tally) == 0:
        raise ValueError("empty text")
    ranked = sorted(tally.items(), key=lambda item: item[0])
    ranked.sort(key=lambda item: item[1], reverse=True)
    return ranked[0][0]


def shorten_text(text: str, max_length: int) -> str:
    """Shorten a text to a maximum number of characters, without any dots."""
    if max_length < 3:
        raise ValueError("max_length is too small")
    return text[:max_length]


def find_longest_word(sentence: str) -> str:
    """Find the longest word in a sentence (the first one if there are several)."""
    longest = ""
    for word in sentence.split():
        if len(word) > len(longest):
            longest = word
    return longest


def rle_compress(data: str) -> str:
    """Compress data with run-length encoding: every character followed by how long its run is."""
    parts: list[list] = []
    for character in data:
        if parts and parts[-1][0] == character:
            parts[-1][1] += 1
        else:
            parts.append([character, 1])
    return "".join(character + str(count) for character, count in parts)


def split_into_chunks(numbers: list[int], chunk_size: int) -> list[list[int]]:
    """Split a list into chunks of a given size (the last may be shorter)."""
    if chunk_size < 1:
        raise ValueError("chunk_size must be positive")
    iterator = iter(numbers)
    chunks = []
    while True:
        piece = list(itertools.islice(iterator, chunk_size))
        if not piece:
            return chunks
        chunks.append(piece)


def transpose_matrix(matrix: list[list[int]]) -> list[list[int]]:
    """Transpose a matrix: rows become columns."""
    if len({len(row) for row in matrix}) > 1:
        raise ValueError("not a matrix")
    result: list[list[int]] = []
    for i, row in enumerate(matrix):
        for j, value in enumerate(row):
            if i == 0:
                result.append([])
            result[j].append(value)
    return result


def alternate_lists(list1: list[int], list2: list[int]) -> list[int]:
    """Alternate the values of two lists, then append the remaining values."""
    if not list1:
        return list(list2)
    return [list1[0]] + alternate_lists(list2, list1[1:])


def argmax(numbers: list[float]) -> int:
    """Return the index (place) of the largest number in a list."""
    if not numbers:
        raise ValueError("empty list")
    return max(range(len(numbers)), key=lambda at: numbers[at])


def count_pairs_with_sum(numbers: list[int], target: int) -> int:
    """Count the pairs of numbers in a list that add up to the target sum."""
    seen: dict[int, int] = {}
    count = 0
    for number in numbers:
        count += seen.get(target - number, 0)
        seen[number] = seen.get(number, 0) + 1
    return count


def check_leap_year(year: int) -> bool:
    """Check if a year is a leap year or not."""
    return year % (400 if year % 100 == 0 else 4) == 0


def get_day_of_week(date_string: str) -> str:
    """Get the name of the weekday for a date in YYYY-MM-DD format."""
    names = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split()
    return names[date.fromisoformat(date_string).isoweekday() % 7]


def calculate_kinetic_energy(mass: float, velocity: float) -> float:
    """Calculate the kinetic energy of a moving object from its mass and velocity (speed)."""
    if mass < 0:
        raise ValueError("Mass must be non-negative")
    momentum = mass * velocity
    return momentum * velocity * 0.5


def ohms_law_current(voltage: float, resistance: float) -> float:
    """Compute the electric current with Ohm's law from voltage and resistance."""
    if not resistance > 0:
        raise ValueError("Resistance must be positive")
    return -(-voltage / resistance)


def calculate_fuel_consumption(fuel_used: float, distance: float) -> float:
    """Calculate the fuel consumption in litres per 100 kilometres."""
    if distance <= 0:
        raise ValueError("Distance must be positive")
    hundreds = distance / 100
    return fuel_used / hundreds


def calculate_paint_amount(surface: float, layers: int, coverage: float) -> float:
    """Calculate how many litres of paint are needed for a surface with several layers (coats)."""
    if surface < 0 or layers < 1 or not coverage > 0:
        raise ValueError("invalid input")
    total_surface = surface * layers
    return total_surface / coverage
