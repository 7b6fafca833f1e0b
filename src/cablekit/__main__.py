"""``python -m cablekit`` is the command ``cablekit``."""

from __future__ import annotations

from cablekit.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
