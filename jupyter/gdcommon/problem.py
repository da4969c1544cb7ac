"""Failures that people can mend."""


class Problem(Exception):
    """Something that its reader can mend. Its text is one sentence with the way out."""
