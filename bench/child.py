"""One measurement in a process of its own: `python -m bench.child NAME OPTIONS`.

NAME is a module of `bench.work` with a function `run`, OPTIONS its arguments in JSON. The last line
that it prints is what `run` found, in JSON, with the peak of its own memory in MiB.
"""

import json
import resource
import sys
from importlib import import_module

import django


def main(name: str, options: str) -> None:
    """Run it and say what it found."""
    django.setup()
    found = import_module(f"bench.work.{name}").run(**json.loads(options))
    found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
