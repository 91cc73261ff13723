"""Sentences for a person, made of what errors say."""


def as_sentence(text: str) -> str:
    """Make an error's text a sentence: a capital first, a full stop last.

    Examples
    --------
    >>> as_sentence("the loss stopped being a number"), as_sentence("Done."), as_sentence("")
    ('The loss stopped being a number.', 'Done.', '')
    """
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}." if text else ""
