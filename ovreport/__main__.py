"""`python -m ovreport` and the console script: the way in."""

from ovreport.cli import main

if __name__ == "__main__":
    main()
