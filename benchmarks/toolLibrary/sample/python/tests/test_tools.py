"""Tests of the sample: examples in documentation, and what the teams tested themselves."""

import doctest
import importlib
import pathlib
import sys
import unittest

root = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(root))

from agent_tools import gcd, least_common_multiple, shipping_cost
from analytics import average, spread
from checkout import commission, price_per_head
from dates import days_in_month, quarter_of
from geometry import cylinder_volume, triangle_area
from lists import dedupe, in_batches
from money import compound_interest, discount_capped, tip_amount
from monthly_report import report
from scheduling import fiscal_quarter, leap_year
from statistics_tools import sample_variance, variance
from units import fahrenheit_to_celsius, km_to_miles


class Documentation(unittest.TestCase):
    def test_examples(self) -> None:
        for file in sorted(root.glob("*.py")):
            result = doctest.testmod(importlib.import_module(file.stem))
            self.assertEqual(result.failed, 0, file.name)


class Tools(unittest.TestCase):
    def test_dates(self) -> None:
        self.assertEqual(days_in_month(2024, 2), 29)
        self.assertEqual(quarter_of(12), 4)
        self.assertEqual(fiscal_quarter(3), 4)
        self.assertEqual(fiscal_quarter(4), 1)
        self.assertEqual(leap_year(1900), False)
        with self.assertRaises(ValueError):
            days_in_month(2024, 13)

    def test_money(self) -> None:
        self.assertEqual(compound_interest(1000.0, 5.0, 2), 1102.5)
        self.assertEqual(discount_capped(80.0, 25.0), 60.0)
        self.assertEqual(tip_amount(50.0, 10.0), 5.0)
        self.assertEqual(commission(200.0, 2.5), 5.0)
        self.assertEqual(price_per_head(90.0, 4), 22.5)

    def test_numbers(self) -> None:
        self.assertEqual(average([2.0, 4.0]), 3.0)
        self.assertEqual(spread([2.0, 9.0, 4.0]), 7.0)
        self.assertEqual(variance([1.0, 3.0]), 1.0)
        self.assertEqual(sample_variance([1.0, 3.0]), 2.0)
        self.assertEqual(gcd(12, 18), 6)
        self.assertEqual(least_common_multiple(4, 6), 12)

    def test_measures(self) -> None:
        self.assertEqual(triangle_area(3.0, 4.0), 6.0)
        self.assertAlmostEqual(cylinder_volume(1.0, 2.0), 6.283185307179586)
        self.assertEqual(fahrenheit_to_celsius(212.0), 100.0)
        self.assertAlmostEqual(km_to_miles(10.0), 6.21371)

    def test_lists(self) -> None:
        self.assertEqual(dedupe([1, 1, 2]), [1, 2])
        self.assertEqual(in_batches([1, 2, 3], 2), [[1, 2], [3]])

    def test_parcels(self) -> None:
        self.assertEqual(shipping_cost(1.0), 4.9)
        self.assertEqual(shipping_cost(3.0, True), 14.9)

    def test_report(self) -> None:
        self.assertTrue(report().startswith("monthly-report-may-2024"))


if __name__ == "__main__":
    unittest.main()
