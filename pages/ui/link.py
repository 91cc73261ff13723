"""What a link says: every control is in it, and a value that cannot be used is named, not hidden."""

import re

import streamlit as st

WHOLE = re.compile(r"-?[0-9]{1,10}")
"""The whole numbers that are read: no control allows more digits."""
MAX_TEXT = 500
"""Characters of a text that a link carries."""
_REPORTED = "link-reported"


def asked(page: str) -> dict[str, str]:
    """Return the query parameters of a page as the link has them, before any widget has read them."""
    return {name: value for name, value in st.query_params.items() if name.startswith(f"{page}-")}


def explain(found: dict[str, str], used: dict[str, tuple[object, str]]) -> None:
    """Say in one sentence for each parameter that the link's value is not the one in use.

    Parameters
    ----------
    found
        What ``asked`` returned.
    used
        For each parameter the value in use and, in words, what is allowed.
    """
    for name, (value, allowed) in used.items():
        if name in found and found[name] != str(value):
            st.warning(
                f"The link asks for {name} = “{plain(found[name])}”; allowed is {allowed}. Showing {value}.",
                icon=":material/link_off:",
            )


def whole(text: str) -> int | None:
    """Read a whole number of at most ten ASCII digits, or give None.

    Examples
    --------
    >>> whole("-12"), whole("1e400"), whole("1_0"), whole("")
    (-12, None, None, None)
    """
    return int(text) if WHOLE.fullmatch(text) else None


def report(name: str, value: str) -> None:
    """Keep where a person stands, as a picture reports it: called before the page runs.

    Of two requests in quick succession the second still carries the address from before the first. Therefore
    what was reported counts in the run that follows, and not the link, until ``settle`` ends that.
    """
    st.session_state[name] = value
    st.session_state[_REPORTED] = True


def standing(name: str) -> str | None:
    """Return where a person stands: what the link says, or the visit where the link is silent or late."""
    kept: str | None = st.session_state.get(name)
    is_late = _REPORTED in st.session_state and kept is not None
    return kept if is_late else st.query_params.get(name, kept)


def settle() -> None:
    """Let the link count again: called when a page has read all its places."""
    st.session_state.pop(_REPORTED, None)


def put(name: str, value: str | None) -> None:
    """Keep a value in the link, or take its name out of it."""
    if value is None:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def put_text(name: str, text: str, arrival: str, beyond: str = "a reload would lose it.") -> None:
    """Keep a text in the link unless it is what stands there on arrival; say so where it is too long.

    Parameters
    ----------
    name, text
        What the text is called in the link, and the text.
    arrival
        What stands there when the link says nothing.
    beyond
        What comes of a text that is too long: the end of a sentence.
    """
    fits = len(text) <= MAX_TEXT
    put(name, text if fits and text.strip() and text != arrival else None)
    if not fits:
        aside(
            f":material/link_off: The link carries texts of up to {MAX_TEXT} characters; "
            f"this one has {len(text):,}, so {beyond}"
        )


def aside(sentence: str) -> None:
    """Write a sentence small, in an ink that still passes 4.5 : 1 (a caption's does not)."""
    st.markdown(f":small[:gray[{sentence}]]")


def escaped(text: str) -> str:
    r"""Write a text so that markdown shows it as it is.

    Examples
    --------
    >>> print(escaped("found [a] in $x$ :red[no]"))
    found \[a\] in \$x\$ \:red\[no\]
    """
    return re.sub(r"[\\`*_{}\[\]<>#|$:~]", r"\\\g<0>", " ".join(text.split()))


def plain(text: str) -> str:
    """Shorten a text that a link holds, and take from it all that markdown would interpret."""
    return "".join(c if c.isalnum() or c in " .-+" else "?" for c in text[:24])
