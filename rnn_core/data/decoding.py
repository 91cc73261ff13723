"""Turn the bytes of a text file into text, whatever program wrote it."""

import codecs
from dataclasses import dataclass

MAX_BYTES = 1_000_000
"""Of a file of reviews; 200 of them take less than half."""
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),  # begins like that of UTF-16, so it is looked for first
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_FALLBACKS = (
    ("utf-8", "UTF-8"),
    ("cp1252", "Windows-1252"),
    ("latin-1", "Latin-1"),  # takes every byte
)
MOSTLY = 0.4
"""Share of empty bytes at every second place that betrays UTF-16 without its mark."""


@dataclass(frozen=True)
class Decoded:
    """A file's text, and the name of the encoding that it was written in."""

    text: str
    encoding: str


def decode(content: bytes) -> Decoded:
    r"""Find out how a text file is encoded, and read it.

    A byte order mark decides. Without one UTF-8 is tried, which hardly any other text happens to be, then
    Windows-1252, then Latin-1.

    Raises
    ------
    ValueError
        If the file is too large, is no text, or breaks off in the middle of a character.

    Examples
    --------
    >>> decode("Café".encode("cp1252"))
    Decoded(text='Café', encoding='Windows-1252')
    """
    check_size(len(content))
    codec, name = _with_mark(content) or _without_mark(content)
    try:
        return Decoded(content.decode(codec), name)
    except UnicodeDecodeError as error:
        raise ValueError(f"the file must be text, found damaged {name}") from error


def check_size(num_bytes: int) -> None:
    """See that a file is not too large, before it is read.

    Raises
    ------
    ValueError
        If it has more than a million bytes.
    """
    if num_bytes > MAX_BYTES:
        allowed = f"{MAX_BYTES / 1e6:.0f} MB"
        raise ValueError(f"the file must have {allowed} at most, found {num_bytes / 1e6:,.1f} MB")


def _with_mark(content: bytes) -> tuple[str, str] | None:
    return next(((codec, name) for mark, codec, name in _MARKS if content.startswith(mark)), None)


def _without_mark(content: bytes) -> tuple[str, str]:
    for start, codec in ((1, "utf-16-le"), (0, "utf-16-be")):  # plain letters have an empty upper byte
        half = content[start::2]
        if half and half.count(0) > MOSTLY * len(half) and not content[1 - start :: 2].count(0):
            return codec, "UTF-16"
    if 0 in content:
        raise ValueError(
            "the file must be text, found binary data: save a spreadsheet as CSV, a document as plain text"
        )
    return next((codec, name) for codec, name in _FALLBACKS if _fits(content, codec))


def _fits(content: bytes, codec: str) -> bool:
    try:
        content.decode(codec)
    except UnicodeDecodeError:
        return False
    return True
