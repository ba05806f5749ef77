"""`python -m assetregistry`."""

from assetregistry.cli import main

if __name__ == "__main__":
    main()
