def invoice_label(number: int) -> str:
    """Label of an invoice with its number in so many digits."""
    if number < 0:
        raise ValueError("numbers are not negative")
    return "INV-" + str(number).zfill(6)


def order_label(number: int) -> str:
    """Label of an order with its number in so many digits."""
    if number < 0:
        raise ValueError("numbers are not negative")
    return "ORD-" + str(number).zfill(8)


def ticket_label(number: int) -> str:
    """Label of a ticket with its number in so many digits."""
    if number < 0:
        raise ValueError("numbers are not negative")
    return "T-" + str(number).zfill(4)


def customer_label(number: int) -> str:
    """Label of a customer with its number in so many digits."""
    if number < 0:
        raise ValueError("numbers are not negative")
    return "C" + str(number).zfill(5)
