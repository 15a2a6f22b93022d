"""Benchmarks: each figure printed beside its peer in the same run."""
