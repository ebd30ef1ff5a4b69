"""One measurement in a process of its own: `python -m bench.child NAME OPTIONS`.

NAME is a module of `bench.work` with a function `run`, OPTIONS its arguments in JSON. The last line
that it prints is what `run` found, in JSON, with the peak of its own memory in MiB.
"""

import json
import os
import sys
from importlib import import_module

import django

from bench.processes import peak


def main(name: str, options: str) -> None:
    """Run it and say what it found."""
    django.setup()
    found = import_module(f"bench.work.{name}").run(**json.loads(options))
    # Not by getrusage: what that tells includes the memory of whoever started this process.
    found["peak"] = peak(os.getpid())
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
