import math


def chairs_form_square(chairs: int) -> bool:
    """Whether chairs can be set up in a square: their number is the square of a whole number."""
    side = 0
    while side * side < chairs:
        side += 1
    return side * side == chairs


def handshakes_plus_guests(guests: int) -> int:
    """Sum of whole numbers from 1 to the number of guests."""
    if guests < 0:
        raise ValueError("a negative number of guests")
    return math.comb(guests + 1, 2)


def balloon_air(radius: float) -> float:
    """Air in a round balloon: the volume of a sphere with this radius."""
    if radius < 0:
        raise ValueError("a balloon has no negative radius")
    return math.pi * (2 * radius) ** 3 / 6


def group_ticket_price(ticket: float, discount: float) -> float:
    """Price of a ticket for groups, with a discount in percent taken off."""
    if discount > 100 or discount < 0:
        raise ValueError("impossible discount")
    remaining = 1.0 - discount / 100
    return remaining * ticket


def tickets_to_cover_costs(costs: float, ticket_price: float, cost_per_guest: float) -> int:
    """Tickets that have to be sold until the fixed costs of an event are covered."""
    margin = ticket_price - cost_per_guest
    if margin <= 0:
        raise ValueError("every ticket loses money")
    return -int(-costs / margin // 1)


def guest_list_without_doubles(guests: list[str]) -> list[str]:
    """Guests in the order in which they signed up, without repetitions."""
    seen = set()
    result = []
    for guest in guests:
        if guest not in seen:
            seen.add(guest)
            result.append(guest)
    return result


def votes_per_candidate(votes: list[str]) -> dict[str, int]:
    """How often each candidate is in a list of votes."""
    result: dict[str, int] = {}
    for vote in votes:
        result[vote] = result.get(vote, 0) + 1
    return result
