"""Lesson: a trained network reads the visitor's own review, word by word."""

import streamlit as st

from pages.ui import frame, prediction
from pages.ui.batch import batch
from pages.ui.calibrated import calibration
from pages.ui.close_picture import close_picture
from pages.ui.gallery import gallery
from pages.ui.lesson import load_lesson
from pages.ui.place import place
from pages.ui.readers import Reader, own_runs, readers
from pages.ui.review import review
from pages.ui.verdicts import chosen_reader, verdicts
from pages.ui.word_edits import last_edit, undo

lesson = load_lesson("predict")
frame.begin("predict")


@st.fragment
def experiment() -> tuple[Reader, ...]:
    """Take a review, let every network judge it, show how one came to its verdict, and give all that read."""
    typed, answer = st.columns(2, gap="large")
    with typed:
        text = review(prediction.ARRIVAL)
        prediction.examples(text)
        edit = last_edit(text)
        undo(edit)
        all_readers = readers()
        own_runs(all_readers)
    chosen = chosen_reader(all_readers)
    judged = {reader: prediction.judge(reader, text) for reader in all_readers}
    before = {reader: prediction.judge(reader, edit.before) for reader in all_readers} if edit else {}
    with answer:
        verdicts(judged, before, chosen)
        judgement = judged[chosen]
        if judgement.prediction is None:
            st.warning(judgement.problem, icon=":material/info:")
            return all_readers
        prediction.verdict(judgement.prediction, chosen)
    edited = prediction.before_and_now(judgement, before.get(chosen))
    close_picture(judgement.prediction, chosen, text, edited)
    return all_readers


with place("predict_live", 1250):
    all_readers = experiment()
gallery(all_readers)
batch(all_readers)
calibration()
with frame.prose():
    for section in ("how", "why", "words", "limits"):
        st.markdown(lesson[section], anchors=False)
    st.markdown(f"### Things to try\n{lesson['try']}", anchors=False)
    st.markdown(f"### Sources\n{lesson['sources']}", anchors=False)
frame.end("predict")
