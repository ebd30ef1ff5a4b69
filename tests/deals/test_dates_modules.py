import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deals import dates, dating

PACKAGE = Path(dating.__file__).parent
MODULES = re.findall(r"^    (\w+)  ", dates.__doc__ or "", re.MULTILINE)


def _imported(module: str) -> Iterator[str]:
    for node in ast.walk(ast.parse((PACKAGE / f"{module}.py").read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == dating.__name__:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_the_package_names_its_modules() -> None:
    assert sorted([*MODULES, "__init__"]) == sorted(path.stem for path in PACKAGE.glob("*.py"))


@pytest.mark.parametrize("module", MODULES)
def test_a_module_uses_those_above_it_and_what_comes_with_python(module: str) -> None:
    above = {f"{dating.__name__}.{name}" for name in MODULES[: MODULES.index(module)]}
    ours = {name for name in _imported(module) if name.split(".")[0] not in sys.stdlib_module_names}
    assert ours <= above | {"typing_extensions"}
