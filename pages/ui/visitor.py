"""Who is looking: what tells one visitor from all others, also after a reload and in a second tab.

A refresh is a new session for Streamlit, and the link may be shown to a whole class, so neither can say whose
a run is. Streamlit gives every browser a random cookie of its own, against forged requests; it stays through
reloads, is shared by tabs, never stands in the link, and no other site's page can make the browser send it
along with a message of ours. Where it is switched off, the session has to do.
"""

import secrets

import streamlit as st

from rnn_core.running.store import ID_BYTES

COOKIE = "_streamlit_xsrf"
SECRET_BYTES = 16
KEY = "runs-visitor"


def visitor() -> str:
    """Return what tells this visitor from all others; it is theirs alone to know."""
    if KEY not in st.session_state:
        known = browser_secret(st.context.cookies.to_dict().get(COOKIE, ""))
        st.session_state[KEY] = known or secrets.token_urlsafe(ID_BYTES)
    token: str = st.session_state[KEY]
    return token


def browser_secret(cookie: str) -> str:
    """Read the browser's secret from the cookie, which Streamlit masks anew each time; "" if there is none.

    Examples
    --------
    >>> one = browser_secret("2|00000000|000102030405060708090a0b0c0d0e0f|1700000000")
    >>> other = browser_secret("2|ff000000|ff010203fb050607f7090a0bf30d0e0f|1700000000")
    >>> one == "000102030405060708090a0b0c0d0e0f", browser_secret("2|x|y|z"), browser_secret("")
    (True, '', '')
    """
    version, _, rest = cookie.strip("\"'").partition("|")
    parts = rest.split("|")
    if version != "2" or len(parts) != 3:
        return ""
    try:
        mask, masked = bytes.fromhex(parts[0]), bytes.fromhex(parts[1])
    except ValueError:
        return ""
    if len(mask) != 4 or len(masked) != SECRET_BYTES:
        return ""
    return bytes(byte ^ mask[k % 4] for k, byte in enumerate(masked)).hex()
