"""Runs every bench of this folder, one after the other, and prints what each measured."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path


def main(chosen: list[str]) -> None:
    """Run the benches named, or all of them."""
    found = sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    for name in found:
        if name == "__main__" or (chosen and name not in chosen):
            continue
        bench = importlib.import_module(f"tests.bench.{name}")
        if hasattr(bench, "main"):
            print(f"\n{name}: {(bench.__doc__ or '').splitlines()[0]}")
            bench.main()


if __name__ == "__main__":
    main(sys.argv[1:])
