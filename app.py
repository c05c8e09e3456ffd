"""Opens the documents and serves the page on http://127.0.0.1:7860: `python app.py`, or `make chat`.

FOOTNOTE_CORPUS, FOOTNOTE_HOST, FOOTNOTE_PORT and the other settings come from the environment.
"""

from __future__ import annotations

import sys

from rag.errors import FootnoteError, UsageError
from rag.settings import Settings


def main() -> int:
    """The exit status: 0 when stopped, 1 for a failure, 2 for settings that cannot be used."""
    try:
        settings = Settings.load()
        print("Starting …", flush=True)
        from rag.server import launch  # takes seconds to import

        launch(settings)
    except FootnoteError as error:
        print(f"footnote: {error}", file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
