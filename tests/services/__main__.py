"""Gets what the tests need besides Python packages, and says what it could not get and why."""

import os
import sys

from tests.services import MissingServiceError, get_chromium, get_libreoffice, get_postgres


def main() -> int:
    all_there = True
    for service in (get_chromium, get_postgres, get_libreoffice):
        try:
            service()
        except MissingServiceError as error:
            print(error, file=sys.stderr)
            all_there = False
    return 0 if all_there or os.environ.get("CI") != "true" else 1


if __name__ == "__main__":
    sys.exit(main())
