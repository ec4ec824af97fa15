import bisect
import collections
import math
import re
import string
from datetime import date


def compute_mean(numbers: list[float]) -> float:
    """Compute the mean value of the given numbers."""
    if len(numbers) == 0:
        raise ValueError("cannot compute the mean of an empty list")
    return math.fsum(numbers) / len(numbers)


def find_median(numbers: list[float]) -> float:
    """Find the median of a list of numbers."""
    count = len(numbers)
    if count == 0:
        raise ValueError("the list is empty")
    numbers = sorted(numbers)
    low = numbers[(count - 1) // 2]
    high = numbers[count // 2]
    return (low + high) / 2


def most_frequent_number(numbers: list[int]) -> int:
    """Get the number that appears most often in the list; ties go to the smallest."""
    best = None
    best_count = 0
    for number in sorted(set(numbers)):
        count = numbers.count(number)
        if count > best_count:
            best = number
            best_count = count
    if best is None:
        raise ValueError("the list is empty")
    return best


def rolling_mean(data: list[float], size: int) -> list[float]:
    """Compute the rolling mean (moving average) of a series with the given window size."""
    if size < 1:
        raise ValueError("size must be at least one")
    result = []
    start = 0
    while start + size <= len(data):
        result.append(sum(data[start : start + size]) / size)
        start += 1
    return result


def find_gcd(first: int, second: int) -> int:
    """Find the GCD (greatest common divisor) of two integers with Euclid's algorithm."""
    if second == 0:
        return abs(first)
    return find_gcd(second, first % second)


def find_lcm(x: int, y: int) -> int:
    """Find the LCM (least common multiple) of two integers."""
    x, y = abs(x), abs(y)
    if x * y == 0:
        return 0
    multiple = max(x, y)
    step = multiple
    while multiple % x != 0 or multiple % y != 0:
        multiple += step
    return multiple


def calculate_combinations(n: int, r: int) -> int:
    """Calculate the number of combinations of r items chosen from n items (binomial coefficient)."""
    if n < 0 or r < 0:
        raise ValueError("n and r must not be negative")
    if r > n:
        return 0
    return math.factorial(n) // (math.factorial(r) * math.factorial(n - r))


def get_all_divisors(number: int) -> list[int]:
    """Get all positive divisors of a number in ascending order."""
    if number <= 0:
        raise ValueError("number must be positive")
    found = set()
    for each in range(1, int(number**0.5) + 1):
        if number % each == 0:
            found.update((each, number // each))
    return sorted(found)


def int_to_roman(number: int) -> str:
    """Convert an integer between 1 and 3999 to a Roman numeral string."""
    if number <= 0 or number >= 4000:
        raise ValueError("out of range")
    numerals = "M CM D CD C XC L XL X IX V IV I".split()
    values = [1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1]
    parts = []
    for numeral, value in zip(numerals, values):
        times, number = divmod(number, value)
        parts.append(numeral * times)
    return "".join(parts)


def constrain_value(lower: float, upper: float, number: float) -> float:
    """Constrain a number to be within the lower and upper limit."""
    if upper < lower:
        raise ValueError("the limits are in the wrong order")
    return sorted([lower, number, upper])[1]


def calculate_area_of_circle(radius: float) -> float:
    """Calculate the area of a circle given its radius."""
    if not radius >= 0:
        raise ValueError("Radius must be non-negative")
    return radius * radius * math.pi


def herons_formula(side1: float, side2: float, side3: float) -> float:
    """Compute the area of a triangle from its three side lengths using Heron's formula."""
    sides = sorted([side1, side2, side3])
    if sides[0] <= 0 or sides[0] + sides[1] <= sides[2]:
        raise ValueError("Invalid triangle sides")
    p = sum(sides) / 2
    product = p
    for side in sides:
        product *= p - side
    return math.sqrt(product)


def calculate_sphere_volume(r: float) -> float:
    """Calculate the volume of a sphere with radius r."""
    if r < 0:
        raise ValueError("r must be >= 0")
    cube = r * r * r
    return (4 * math.pi * cube) / 3


def calculate_trapezoid_area(base1: float, base2: float, height: float) -> float:
    """Calculate the area of a trapezoid given both parallel bases and the height."""
    if min(base1, base2, height) < 0:
        raise ValueError("negative input")
    return base1 * height / 2 + base2 * height / 2


def calculate_compound_interest(principal: float, annual_rate: float, time: int) -> float:
    """Calculate the final value of a principal with compound interest (annual rate in percent)."""
    if time < 0:
        raise ValueError("time must be non-negative")
    return principal * math.pow((100 + annual_rate) / 100, time)


def apply_discount(price: float, discount_percent: float) -> float:
    """Apply a discount percentage to a price."""
    if discount_percent < 0 or discount_percent > 100:
        raise ValueError("Invalid discount")
    return price * (100 - discount_percent) / 100


def calculate_profit_margin(revenue: float, costs: float) -> float:
    """Calculate the profit margin as a percentage of revenue."""
    if not revenue:
        raise ValueError("Revenue must not be zero")
    return ((revenue - costs) / revenue) * 100.0


def count_words_in_text(text: str) -> int:
    """Count the words in the given text."""
    return sum(1 for word in re.split(r"\s+", text) if word)


def vowel_count(text: str) -> int:
    """Count the number of vowels (a, e, i, o, u) in a text."""
    count = 0
    for letter in text:
        if letter.lower() in ("a", "e", "i", "o", "u"):
            count += 1
    return count


def are_anagrams(text1: str, text2: str) -> bool:
    """Check if two texts are anagrams of each other, i.e. have the same letters."""
    rest = list(text2.lower())
    for letter in text1.lower():
        if letter not in rest:
            return False
        rest.remove(letter)
    return not rest


def truncate_text(text: str, max_length: int) -> str:
    """Truncate a text to a maximum number of characters and add an ellipsis of three dots."""
    if max_length <= 2:
        raise ValueError("max_length is too small")
    if len(text) <= max_length:
        return text
    kept = ""
    for character in text:
        if len(kept) == max_length - 3:
            break
        kept += character
    return kept + "..."


def levenshtein_distance(s: str, t: str) -> int:
    """Compute the Levenshtein distance, the least number of edits between two texts."""
    if not s or not t:
        return len(s) + len(t)
    previous = list(range(len(t) + 1))
    for i in range(len(s)):
        current = [i + 1]
        for j in range(len(t)):
            cost = 0 if s[i] == t[j] else 1
            current.append(min(current[j] + 1, previous[j + 1] + 1, previous[j] + cost))
        previous = current
    return previous[len(t)]


def remove_duplicates(items: list[str]) -> list[str]:
    """Remove duplicates from a list of texts while keeping their order."""
    return [item for index, item in enumerate(items) if item not in items[:index]]


def find_second_largest(numbers: list[int]) -> int:
    """Find the second largest distinct number in a list."""
    largest = second = None
    for number in numbers:
        if largest is None or number > largest:
            largest, second = number, largest
        elif number != largest and (second is None or number > second):
            second = number
    if second is None:
        raise ValueError("fewer than two distinct numbers")
    return second


def rotate_list_left(items: list[str], k: int) -> list[str]:
    """Rotate a list to the left by k places."""
    queue = collections.deque(items)
    queue.rotate(-k)
    return list(queue)


def combine_sorted_lists(list1: list[int], list2: list[int]) -> list[int]:
    """Combine two lists of numbers into one sorted list (rising)."""
    result: list[int] = []
    for number in [*list1, *list2]:
        bisect.insort(result, number)
    return result


def longest_increasing_run(numbers: list[float]) -> int:
    """Find the length of the longest run of consecutive increasing numbers."""
    if not numbers:
        return 0
    lengths = [1]
    for previous, number in zip(numbers, numbers[1:]):
        lengths.append(lengths[-1] + 1 if number > previous else 1)
    return max(lengths)


def calculate_days_between(start_date: str, end_date: str) -> int:
    """Calculate the number of days between two dates in YYYY-MM-DD format."""
    first = date.fromisoformat(start_date)
    last = date.fromisoformat(end_date)
    difference = last - first
    return int(difference.total_seconds() // 86400)


def format_minutes(total_minutes: int) -> str:
    """Format a number of minutes as hours and minutes (H:MM)."""
    if total_minutes < 0:
        raise ValueError("negative minutes")
    hours = 0
    while total_minutes >= 60:
        total_minutes -= 60
        hours += 1
    return "%d:%02d" % (hours, total_minutes)


def calculate_speed(distance: float, time: float) -> float:
    """Calculate the average speed from distance and time."""
    if not time > 0:
        raise ValueError("Time must be greater than zero")
    speed = distance
    speed /= time
    return speed


def calculate_bmi(weight_kg: float, height_m: float) -> float:
    """Calculate the BMI (body mass index) from weight in kilograms and height in metres."""
    if height_m <= 0:
        raise ValueError("Height must be positive")
    square = height_m * height_m
    return weight_kg / square


def calculate_fall_time(height: float) -> float:
    """Calculate the time of a free fall from a given height in metres."""
    if height < 0:
        raise ValueError("Height must be non-negative")
    g = 9.81
    return math.sqrt(height * 2) / math.sqrt(g)


def adjust_ingredient_amount(original_amount: float, original_servings: int, desired_servings: int) -> float:
    """Adjust the amount of an ingredient to the desired number of servings."""
    if min(original_servings, desired_servings) <= 0:
        raise ValueError("Servings must be positive")
    factor = desired_servings / original_servings
    return factor * original_amount
