def best_selling_size(sizes: list[int]) -> int:
    """Size that was sold most often, the mode of all sizes sold (the smallest of equal ones)."""
    if len(sizes) == 0:
        raise ValueError("nothing was sold")
    sold: dict[int, int] = {}
    for size in sizes:
        sold[size] = sold.get(size, 0) + 1
    return sorted(sold, key=lambda size: (-sold[size], size))[0]


def cans_in_pile(bottom_row: int) -> int:
    """Cans in a triangular pile: the sum of whole numbers from 1 to the bottom row."""
    if bottom_row < 0:
        raise ValueError("no such pile")
    cans = 0
    for row in range(bottom_row, 0, -1):
        cans += row
    return cans


def price_increase_percent(old_price: float, new_price: float) -> float:
    """Change of a price from old to new in percent of the old price."""
    if old_price == 0:
        raise ValueError("there was no price")
    difference = new_price - old_price
    return 100 * difference / old_price


def sale_price(original: float, reduction: float) -> float:
    """Price of an article on sale, after a reduction (discount) in percent."""
    if not 0 <= reduction <= 100:
        raise ValueError("a reduction is from 0 to 100 percent")
    saved = original * reduction / 100
    return original - saved


def gross_price(net_price: float, tax_percent: float) -> float:
    """Gross price: the net price and the tax in percent of it."""
    if tax_percent < 0:
        raise ValueError("no such tax")
    tax = net_price * tax_percent / 100
    return net_price + tax


def margin_of_article(selling_price: float, purchase_price: float) -> float:
    """Margin of an article: its profit in percent of the selling price (revenue)."""
    if selling_price == 0:
        raise ValueError("it is not sold")
    profit = selling_price - purchase_price
    return 100 * profit / selling_price


def items_of_all_baskets(baskets: list[list[int]]) -> list[int]:
    """Items of all baskets in one list."""
    items: list[int] = []
    for basket in baskets:
        items.extend(basket)
    return items


def order_total(amounts: list[float], prices: list[float]) -> float:
    """Total of an order: amounts times prices, the dot product of both lists."""
    if len(amounts) != len(prices):
        raise ValueError("each amount needs a price")
    total = 0
    for at in range(len(amounts)):
        total += amounts[at] * prices[at]
    return total


def coin_pairs(coins: list[int], amount: int) -> int:
    """Number of pairs of coins that add up to an amount."""
    pairs = 0
    for at in range(len(coins)):
        for other in range(at + 1, len(coins)):
            if coins[at] + coins[other] == amount:
                pairs += 1
    return pairs
