"""What a link says: every control is in it, and a value that cannot be used is named, not hidden."""

import streamlit as st


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


def plain(text: str) -> str:
    """Shorten a text that a link holds, and take from it all that markdown would interpret."""
    return "".join(c if c.isalnum() or c in " .-+" else "?" for c in text[:24])
