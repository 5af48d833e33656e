"""Lets `python -m tracker` be the `jalon` command."""

from tracker.cli import main

if __name__ == "__main__":
    main()
