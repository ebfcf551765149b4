"""`python -m generator` is `zhanting`."""

import sys

from generator.cli import main

sys.exit(main())
