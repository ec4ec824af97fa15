def shelf_orders(books: int) -> int:
    """Number of orders in which up to 100 books can stand on a shelf: the factorial."""
    if books < 0 or books > 100:
        raise ValueError("from 0 to 100 books")
    return 1 if books <= 1 else books * shelf_orders(books - 1)


def chapter_numeral(chapter: int) -> str:
    """Roman numeral of a chapter's number, from 1 to 3999."""
    if not 1 <= chapter <= 3999:
        raise ValueError("no such chapter")
    ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    tens = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"]
    hundreds = ["", "C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"]
    return "M" * (chapter // 1000) + hundreds[chapter // 100 % 10] + tens[chapter // 10 % 10] + ones[chapter % 10]
