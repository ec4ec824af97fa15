"""Small parts of HTTP."""

from urllib.parse import parse_qsl, urlencode


def parse_query(query: str) -> dict[str, str]:
    """Parse the query of an address into names and values.

    >>> parse_query("?a=1&b=two")
    {'a': '1', 'b': 'two'}
    """
    pairs = {}
    for part in query.lstrip("?").split("&"):
        name, separator, value = part.partition("=")
        if name and separator:
            pairs[name] = value
    return pairs


def query_to_dict(query_string: str) -> dict[str, str]:
    """Dictionary of the names and values in a query string.

    >>> query_to_dict("?a=1&b=two")
    {'a': '1', 'b': 'two'}
    """
    result = {}
    for part in query_string.lstrip("?").split("&"):
        if "=" not in part or part.startswith("="):
            continue
        name, value = part.split("=", 1)
        result[name] = value
    return result


def parse_query_decoded(query: str) -> dict[str, str]:
    """Parse the query of an address into names and values, percent signs decoded.

    >>> parse_query_decoded("?a=1&b=two%20words")
    {'a': '1', 'b': 'two words'}
    """
    return dict(parse_qsl(query.lstrip("?"), keep_blank_values=True))


def build_query(parameters: dict[str, str]) -> str:
    """Build a query string of names and values.

    >>> build_query({"a": "1", "b": "two words"})
    'a=1&b=two+words'
    """
    return urlencode(parameters)


def status_class(code: int) -> str:
    """Class of an HTTP status code in words.

    >>> status_class(404)
    'client error'
    """
    classes = {1: "information", 2: "success", 3: "redirection", 4: "client error", 5: "server error"}
    return classes.get(code // 100, "unknown")


def describe_status(status: int) -> str:
    """Describe an HTTP status code by its class."""
    if 100 <= status < 200:
        return "information"
    if 200 <= status < 300:
        return "success"
    if 300 <= status < 400:
        return "redirection"
    if 400 <= status < 500:
        return "client error"
    if 500 <= status < 600:
        return "server error"
    return "unknown"


def is_success(code: int) -> bool:
    """Tell whether an HTTP status code says success."""
    return 200 <= code < 300
