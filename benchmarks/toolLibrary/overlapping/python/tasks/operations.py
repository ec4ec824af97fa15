def latency_percentile(latencies: list[float], percent: float) -> float:
    """Percentile of request latencies, interpolated linearly between neighbours."""
    if len(latencies) == 0 or not 0 <= percent <= 100:
        raise ValueError("latencies and 0 to 100 percent")
    ordered = sorted(latencies)
    whole, part = divmod((len(ordered) - 1) * percent / 100, 1)
    index = int(whole)
    if index + 1 >= len(ordered):
        return ordered[index] + 0.0 * part
    return ordered[index] * (1 - part) + ordered[index + 1] * part


def batches_of_jobs(jobs: list[int], batch_size: int) -> list[list[int]]:
    """Batches of jobs: pieces of the list with so many jobs, the last one may be shorter."""
    if batch_size <= 0:
        raise ValueError("batches are not empty")
    batches: list[list[int]] = []
    for job in jobs:
        if not batches or len(batches[-1]) == batch_size:
            batches.append([])
        batches[-1].append(job)
    return batches
