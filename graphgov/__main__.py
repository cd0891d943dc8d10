"""``python -m graphgov``."""

from graphgov.cli import main

if __name__ == "__main__":
    main()
