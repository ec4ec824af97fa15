/**
 * Places in code where the check types and expects a suggestion: what a developer would write next is evident, most
 * often because the file holds something like it already.
 */

export interface Scene {
  /** Path inside the sample workspace of the file that is written for the scene. */
  readonly file: string;
  /** Text of the file before the cursor, what is typed there, and the text after it. */
  readonly before: string;
  readonly typed: string;
  readonly after: string;
}

const sizes: Scene = {
  file: 'reports/shapes.py',
  before: `"""Shapes on a page, measured in points."""


def area(width, height):
    if width < 0 or height < 0:
        raise ValueError("sizes must not be negative")
    return width * height


def perimeter(width, height):
    if width < 0 or height < 0:
        `,
  typed: 'raise ',
  after: `
    return 2 * (width + height)
`,
};

const row: Scene = {
  file: 'reports/order_book.py',
  before: `"""Reads the order book of a small shop from a CSV file."""

import csv
from dataclasses import dataclass


@dataclass
class Order:
    number: int
    quantity: int
    price: int
    discount: int


def parse_order(row):
    return Order(
        number=int(row["number"]),
        quantity=int(row["quantity"]),
        `,
  typed: 'price=',
  after: `
        discount=int(row["discount"]),
    )


def read_orders(path):
    with open(path, newline="") as file:
        return [parse_order(row) for row in csv.DictReader(file)]
`,
};

const revenue: Scene = {
  file: 'reports/revenue.py',
  before: `"""Revenue of a small shop, by customer and by day."""

from collections import defaultdict


def revenue_by_customer(orders):
    revenue = defaultdict(int)
    for order in orders:
        revenue[order.customer] += order.total
    return dict(revenue)


def revenue_by_day(orders):
    `,
  typed: 'revenue = ',
  after: `
    for order in orders:
        revenue[order.day] += order.total
    return dict(revenue)
`,
};

const vector: Scene = {
  file: 'shop/vector.ts',
  before: `/** A point in the plane, or the way from one point to another. */
export class Vector {
  constructor(
    readonly x: number,
    readonly y: number,
  ) {}

  plus(other: Vector): Vector {
    return new Vector(this.x + other.x, this.y + other.y);
  }

  minus(other: Vector): Vector {
    `,
  typed: 'return ',
  after: `
  }
}
`,
};

const rectangle: Scene = {
  file: 'reports/rectangle.py',
  before: `"""Shapes on a page, measured in points."""


class Rectangle:
    def __init__(self, left, top, width, height):
        self.left = left
        self.top = top
        `,
  typed: 'self.wi',
  after: `
        self.height = height

    def area(self):
        return self.width * self.height
`,
};

const settings: Scene = {
  file: 'reports/settings.py',
  before: `"""Settings of the reports, kept as JSON."""

import json


def load_settings(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def load_defaults(path):
    with open(path, `,
  typed: 'enc',
  after: `
        return json.load(file)
`,
};

/** Tried in this order. */
export const scenes: readonly Scene[] = [sizes, row, revenue, rectangle, vector, settings];

const identifiers = (text: string): readonly string[] => text.match(/[A-Za-z_]\w*/g) ?? [];
const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const character of text.replace(/"[^"\n]*"|'[^'\n]*'/g, '')) {
    if ('([{'.includes(character)) open.push(character);
    else if (character in closing && open.pop() !== closing[character]) return false;
  }
  return open.length === 0;
}

/**
 * Whether a suggestion is fit for the picture of the README: it completes its line, and goes well beyond a word. The check
 * itself passes with any suggestion; a small model has weaker ones too, and nobody learns from a picture of those.
 */
export function isPresentable(scene: Scene, ghost: string): boolean {
  const line = (scene.before + scene.typed + ghost).split('\n').slice(scene.before.split('\n').length - 1);
  const known = new Set(identifiers(scene.before + scene.typed + scene.after));
  const names = identifiers(ghost);
  return (
    ghost.trim().length >= 10 &&
    names.length > 0 &&
    names.every((name) => known.has(name)) &&
    new Set(identifiers(line.join('\n'))).size >= 2 &&
    isBalanced(line.join('\n'))
  );
}
