"""What the link says, what the visit holds, and which of the two counts."""

from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from pages.ui import link

    st.button("Move", on_click=link.report, args=("page-step", "5"))
    st.text(link.standing("page-step") or "start")
    link.settle()


def stands(at: AppTest) -> str:
    return at.run().text[0].value


def test_a_report_counts_over_the_older_link_of_its_own_request_and_a_later_link_over_the_report():
    at = AppTest.from_function(page)
    assert stands(at) == "start"
    at.query_params["page-step"] = "2"
    assert stands(at) == "2"
    at.button[0].click()
    assert stands(at) == "5", "the request still carried step 2"
    assert stands(at) == "2", "Back leads to the link again"
    at.query_params.clear()
    assert stands(at) == "5"
