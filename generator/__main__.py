"""`python -m generator` is `zhanting`."""

import atexit
import os
import sys
from typing import NoReturn

from generator.cli import main


def run() -> NoReturn:
    """One command, in a process that ends with it.

    Python would take apart all that was read, record by record, which of 10,000 takes a second.
    """
    code = main()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
