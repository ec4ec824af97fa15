import math
import operator
from datetime import date


def calculate_geometric_mean(numbers: list[float]) -> float:
    """Calculate the geometric mean of a list of positive numbers."""
    product = 1.0
    for number in numbers:
        if number <= 0:
            raise ValueError("only positive numbers")
        product *= number
    if not numbers:
        raise ValueError("no numbers")
    return math.pow(product, 1.0 / len(numbers))


def compute_harmonic_mean(numbers: list[float]) -> float:
    """Compute the harmonic mean of positive numbers, the reciprocal of the mean of reciprocals."""
    if not numbers or any(n <= 0 for n in numbers):
        raise ValueError("positive numbers only")
    reciprocals = [1 / n for n in numbers]
    return 1 / (sum(reciprocals) / len(reciprocals))


def get_percentile(data: list[float], p: float) -> float:
    """Get the p-th percentile of the data using linear interpolation."""
    if p < 0 or p > 100 or len(data) < 1:
        raise ValueError("bad input")
    data = sorted(data)
    k = (len(data) - 1) * p / 100
    lower = int(k)
    upper = min(lower + 1, len(data) - 1)
    return data[lower] + (k - lower) * (data[upper] - data[lower])


def compute_factorial(number: int) -> int:
    """Compute the factorial of a number between 0 and 100."""
    if not 0 <= number <= 100:
        raise ValueError("out of range")
    product = 1
    for each in range(1, number + 1):
        product *= each
    return product


def nth_fibonacci(index: int) -> int:
    """Return the n-th Fibonacci number (index from 0 to 200)."""
    if index < 0 or index > 200:
        raise ValueError("index out of range")
    known = {0: 0, 1: 1}
    for at in range(2, index + 1):
        known[at] = known[at - 1] + known[at - 2]
    return known[index]


def sum_of_digits(number: int) -> int:
    """Calculate the sum of the digits of a number."""
    number = abs(number)
    total = 0
    while number > 0:
        total += number % 10
        number //= 10
    return total


def decimal_to_binary(decimal: int) -> str:
    """Convert a decimal number to a string of binary digits."""
    if decimal < 0:
        raise ValueError("negative numbers are not supported")
    if decimal == 0:
        return "0"
    digits = ""
    while decimal:
        digits = str(decimal % 2) + digits
        decimal //= 2
    return digits


def sum_first_n(n: int) -> int:
    """Calculate the sum of the first n natural numbers."""
    if n < 0:
        raise ValueError("n is negative")
    return sum(range(n + 1))


def calculate_percentage(part: float, whole: float) -> float:
    """Calculate what percentage a part is of the whole (total)."""
    if not whole:
        raise ValueError("whole is zero")
    fraction = part / whole
    return fraction * 100


def calculate_rectangle_perimeter(length: float, width: float) -> float:
    """Calculate the perimeter of a rectangle with the given length and width."""
    if min(length, width) < 0:
        raise ValueError("negative dimensions")
    return length * 2 + width * 2


def euclidean_distance(x1: float, y1: float, x2: float, y2: float) -> float:
    """Calculate the Euclidean distance between two points in a plane."""
    dx = x1 - x2
    dy = y1 - y2
    return math.sqrt(dx * dx + dy * dy)


def calculate_cone_volume(radius: float, height: float) -> float:
    """Calculate the volume of a cone using its radius and height."""
    if not (radius >= 0 and height >= 0):
        raise ValueError("invalid dimensions")
    cylinder = math.pi * height * radius**2
    return cylinder / 3.0


def calculate_interior_angles(n: int) -> int:
    """Calculate the total of the inner angles of an n-sided polygon in degrees."""
    if n < 3:
        raise ValueError("n must be at least 3")
    return 180 * n - 360


def calculate_monthly_payment(principal: float, annual_rate: float, months: int) -> float:
    """Calculate the monthly payment for a loan with an annual interest rate in percent."""
    if months < 1:
        raise ValueError("months must be positive")
    r = annual_rate / (12 * 100)
    if not r:
        return principal / months
    growth = math.pow(1 + r, months)
    return principal * (r * growth) / (growth - 1)


def calculate_bill_per_person(total_bill: float, tip_percentage: float, number_of_people: int) -> float:
    """Calculate how much each person pays for a bill including the tip percentage."""
    if number_of_people < 1:
        raise ValueError("Number of people must be positive")
    each = total_bill / number_of_people
    return each + each * (tip_percentage / 100)


def calculate_present_value(future_value: float, annual_rate: float, years: int) -> float:
    """Calculate the present value of a future amount with an annual rate in percent."""
    if not annual_rate > -100:
        raise ValueError("invalid rate")
    growth = (100 + annual_rate) / 100
    return future_value / math.pow(growth, years)


def check_palindrome(text: str) -> bool:
    """Check if a text is a palindrome, ignoring case and everything but letters and digits."""
    cleaned = "".join(filter(str.isalnum, text)).lower()
    left, right = 0, len(cleaned) - 1
    while left < right:
        if cleaned[left] != cleaned[right]:
            return False
        left += 1
        right -= 1
    return True


def caesar_cipher_encrypt(text: str, shift: int) -> str:
    """Encrypt a text with the Caesar cipher: every letter is shifted along the alphabet."""
    result = ""
    for char in text:
        if "a" <= char <= "z":
            result += chr((ord(char) - ord("a") + shift) % 26 + ord("a"))
        elif "A" <= char <= "Z":
            result += chr((ord(char) - ord("A") + shift) % 26 + ord("A"))
        else:
            result += char
    return result


def create_acronym(phrase: str) -> str:
    """Create an acronym from the first letters of each word of a phrase."""
    letters = []
    previous = " "
    for character in phrase:
        if previous.isspace() and not character.isspace():
            letters.append(character.upper())
        previous = character
    return "".join(letters)


def calculate_hamming_distance(s1: str, s2: str) -> int:
    """Calculate the Hamming distance of two texts of equal length (places that differ)."""
    if not len(s1) == len(s2):
        raise ValueError("unequal length")
    return len([1 for index, char in enumerate(s1) if s2[index] != char])


def mask_sensitive_string(value: str, keep: int) -> str:
    """Mask a sensitive text with stars, keeping only the last characters visible."""
    if keep < 0:
        raise ValueError("keep must be >= 0")
    if keep >= len(value):
        return value
    masked_length = len(value) - keep
    return value[masked_length:].rjust(len(value), "*")


def flatten_list(nested_list: list[list[int]]) -> list[int]:
    """Flatten a nested list of lists into one single list."""
    return [value for inner in nested_list for value in inner]


def compute_dot_product(vector1: list[float], vector2: list[float]) -> float:
    """Compute the dot product (scalar product) of two vectors."""
    if not len(vector1) == len(vector2):
        raise ValueError("Vectors must have the same length")
    return sum(map(operator.mul, vector1, vector2))


def frequency_table(items: list[str]) -> dict[str, int]:
    """Build a frequency table that says how often each item is in the list."""
    return {item: items.count(item) for item in items}


def check_ascending(numbers: list[int]) -> bool:
    """Check if a list of numbers is in ascending order (they never fall)."""
    for at in range(len(numbers) - 1):
        if numbers[at] > numbers[at + 1]:
            return False
    return True


def max_subarray_sum(numbers: list[int]) -> int:
    """Find the maximum sum of a contiguous subarray (at least one value)."""
    if len(numbers) == 0:
        raise ValueError("empty list")
    best = max(numbers)
    for start in range(len(numbers)):
        total = 0
        for number in numbers[start:]:
            total += number
            if total > best:
                best = total
    return best


def get_days_in_month(year: int, month: int) -> int:
    """Get the number of days in a given month of a year."""
    if not (0 < year < 10000 and 0 < month < 13):
        raise ValueError("invalid month or year")
    days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    leap = year % 4 == 0 and year % 100 != 0 or year % 400 == 0
    return days[month - 1] + (1 if leap and month == 2 else 0)


def calculate_age(birth_date: str, reference_date: str) -> int:
    """Calculate the age in full years at a reference date (dates as YYYY-MM-DD)."""
    b = date.fromisoformat(birth_date)
    r = date.fromisoformat(reference_date)
    return (r.year * 10000 + r.month * 100 + r.day - b.year * 10000 - b.month * 100 - b.day) // 10000


def calculate_density(mass: float, volume: float) -> float:
    """Calculate the density of an object from mass and volume."""
    if not volume > 0:
        raise ValueError("Volume must be positive")
    return 1 / (volume / mass) if mass else 0.0


def calculate_parallel_resistance(values: list[float]) -> float:
    """Calculate the total resistance of resistors connected in parallel."""
    conductance = 0.0
    for value in values:
        if value <= 0:
            raise ValueError("Resistance must be positive")
        conductance += 1 / value
    if conductance == 0:
        raise ValueError("No resistors")
    return 1 / conductance


def calculate_trip_fuel_cost(distance: float, fuel_per_100km: float, fuel_price: float) -> float:
    """Calculate the fuel cost of a trip from distance, consumption and price."""
    price_per_km = fuel_per_100km * fuel_price / 100
    return price_per_km * distance


def calculate_number_of_tiles(area: float, tile_area: float) -> int:
    """Calculate the number of whole tiles (pieces) needed to cover an area."""
    if area < 0 or tile_area <= 0:
        raise ValueError("invalid area")
    exact = area / tile_area
    whole = int(exact)
    return whole + 1 if whole < exact else whole
