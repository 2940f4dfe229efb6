"""`python -m upright`."""

from upright.cli import main

if __name__ == "__main__":
    main()
