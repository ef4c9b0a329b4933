"""`python -m lastro`: the same as the `lastro` command."""

from lastro.commands import main

if __name__ == "__main__":
    main()
