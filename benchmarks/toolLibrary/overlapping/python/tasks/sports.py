def average_points_per_game(points: list[float]) -> float:
    """Mean number of points that a player made in a list of games."""
    games = len(points)
    if games < 1:
        raise ValueError("no games were played")
    result = 0.0
    for index in range(games):
        result = result + points[index]
    return result / games


def running_score(points: list[float]) -> list[float]:
    """Running total of points after every round."""
    scores = points[:]
    for index in range(1, len(scores)):
        scores[index] = scores[index - 1] + scores[index]
    return scores


def possible_teams(players: int, team_size: int) -> int:
    """Number of ways to choose a team of a size of so many players, in no order."""
    if players < 0 or team_size < 0:
        raise ValueError("no negative numbers")
    if team_size > players:
        return 0
    ways = 1
    for step in range(1, team_size + 1):
        ways = ways * (players - team_size + step) // step
    return ways


def podium_orders(runners: int, places: int) -> int:
    """Number of ordered ways to give places to runners."""
    if places < 0 or runners < 0:
        raise ValueError("no negative numbers")
    ways = 1
    for taken in range(places):
        ways *= max(0, runners - taken)
    return ways


def runner_up_score(scores: list[int]) -> int:
    """Score of the runner-up: the second largest of the different scores."""
    if len(set(scores)) < 2:
        raise ValueError("there is no runner-up")
    best = max(scores)
    return max(score for score in scores if score != best)


def best_round(points: list[float]) -> int:
    """Place of the round with the largest number of points, the first of several."""
    if len(points) == 0:
        raise ValueError("no rounds")
    best = 0
    for at in range(1, len(points)):
        if points[at] > points[best]:
            best = at
    return best


def energy_of_ball(mass: float, speed: float) -> float:
    """Kinetic energy of a ball that moves."""
    if mass < 0:
        raise ValueError("a ball weighs something")
    return 0.5 * mass * speed * speed


def athlete_bmi(weight: float, height: float) -> float:
    """Body mass index (BMI) of an athlete, weight in kilograms and height in metres."""
    if height <= 0:
        raise ValueError("no height")
    return weight / height / height


def seconds_until_impact(height: float) -> float:
    """Seconds that a ball falls freely from a height in metres."""
    if height < 0:
        raise ValueError("below the ground")
    return (height / 4.905) ** 0.5
