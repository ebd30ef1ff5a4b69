"""What an embedded installation keeps in its own folder."""

import os
import secrets
import tempfile
from pathlib import Path


def secret_key(folder: Path) -> str:
    """The installation's own secret key, made on first use and readable by its owner alone."""
    path = folder / "secret-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _write_once(path, secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii").strip()


def _write_once(path: Path, text: str) -> None:
    """Create `path` whole and private; where another process was first, its text stays."""
    handle, draft = tempfile.mkstemp(dir=path.parent)  # made with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)


def broker_folders(folder: Path) -> dict[str, str]:
    """Kombu's filesystem transport as options, its folders made.

    One folder is both in and out: whatever any process sends, the one worker takes.
    """
    queue, control = folder / "broker" / "queue", folder / "broker" / "control"
    for each in (queue, control):
        each.mkdir(parents=True, exist_ok=True)
    return {
        "data_folder_in": str(queue),
        "data_folder_out": str(queue),
        "control_folder": str(control),
    }
