"""Averages the weights of two checkpoints of one training: the second began where the first ended.

    python -m training.average FIRST SECOND OUT [--share S]

The mean of models fine-tuned from one another reads better than either, at no cost (model soups, Wortsman et al.
2022).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--share", type=float, default=0.5, help="of the second in the mean, 0 to 1")
    given = parser.parse_args()
    first, second = (torch.load(path, map_location="cpu") for path in (given.first, given.second))
    weights = first["model"]
    for name, tensor in second["model"].items():
        if tensor.is_floating_point():
            tensor.mul_(given.share).add_(weights[name], alpha=1 - given.share)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(second, given.out)
    print(f"{given.out}: the mean of {given.first} and {given.second}")


if __name__ == "__main__":
    main()
