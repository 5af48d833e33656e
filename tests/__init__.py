"""The checks, laid out like the tracker they check."""
