"""Reads a CSV of bars and resamples it to 1H, 4H and daily with pandas; prints one run's seconds per line."""

import sys
import time

import pandas as pd

AGGREGATION = {"open": "first", "high": "max", "low": "min", "close": "last", "volume": "sum"}

path, runs = sys.argv[1], int(sys.argv[2])
for _ in range(runs):
    start = time.perf_counter()
    bars = pd.read_csv(path, parse_dates=["time"]).set_index("time")
    counts = [len(bars.resample(rule).agg(AGGREGATION).dropna()) for rule in ("1H", "4H", "1D")]
    print(time.perf_counter() - start, *counts, flush=True)
