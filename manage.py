#!/usr/bin/env python3
"""Django's command line, with Slipwatch's settings."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command named by the arguments."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
