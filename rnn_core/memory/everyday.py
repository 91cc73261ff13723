"""Short sentences about films as people type them: plain ones, denied ones, and two claims at once.

The order-matters corpus has no sentence like "it was great" or "I didn't like it". These patterns do, written
like those of :mod:`rnn_core.data.order_grammar`: ``{+adj}`` pleases, ``{-adj}`` displeases, ``{film}`` says
nothing of the verdict. Exchanging the poles turns the verdict round.
"""

import re
from dataclasses import dataclass
from random import Random

from rnn_core.checks import check_count
from rnn_core.data.order_words import FILLERS, POLES, Poles
from rnn_core.text.tokenizer import words


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


EVERYDAY_POLES: dict[str, Poles] = {
    "adj": Poles(
        good=_listed(
            "good, great, nice, fine, amazing, awesome, fantastic, cool, perfect, enjoyable, fun, smart, "
            "pleasant, sweet, hilarious, impressive, incredible, marvelous, outstanding, powerful, strong, "
            "beautiful, wonderful, excellent, brilliant, superb, funny, interesting, exciting, entertaining, "
            "charming, clever, lovely, original, terrific, delightful, gripping, moving, fresh, "
            "memorable, best, better"
        ),
        bad=_listed(
            "bad, poor, weak, stupid, dumb, ugly, lame, annoying, disappointing, silly, mediocre, pathetic, "
            "ridiculous, cheap, sad, slow, ordinary, unwatchable, unfunny, disgusting, nasty, terrible, "
            "awful, horrible, boring, dull, lousy, dreadful, tedious, confusing, predictable, bland, "
            "shallow, forgettable, lazy, pointless, stale, clumsy, tiresome, messy, worst, worse"
        ),
    ),
    "noun": Poles(
        good=(*POLES["noun"].good, "a classic", "a surprise", "fun", "a miracle", "a blast"),
        bad=(*POLES["noun"].bad, "a joke", "a waste", "rubbish", "trash", "garbage", "crap", "a shame"),
    ),
    "like": Poles(
        good=_listed("like, love, enjoy, adore, admire, recommend"),
        bad=_listed("hate, dislike, detest, despise, loathe, regret"),
    ),
    "likes": Poles(
        good=_listed("likes, loves, enjoys, adores, admires, recommends"),
        bad=_listed("hates, dislikes, detests, despises, loathes, regrets"),
    ),
    "liked": Poles(
        good=_listed("liked, loved, enjoyed, adored, admired, recommended"),
        bad=_listed("hated, disliked, detested, despised, loathed, regretted"),
    ),
    "felt": Poles(
        good=_listed("happy, pleased, glad, delighted, thrilled, impressed, amused"),
        bad=_listed("unhappy, bored, annoyed, disappointed, sorry, tired, angry, sad"),
    ),
    "adv": Poles(
        good=_listed("well, brilliantly, beautifully, wonderfully, perfectly, superbly"),
        bad=_listed("badly, poorly, terribly, horribly, awfully, dreadfully"),
    ),
}
"""Opposites by kind, as in the order-matters corpus but with the words that come to mind first."""

EVERYDAY_FILLERS: dict[str, tuple[str, ...]] = {
    "film": (*FILLERS["film"], *_listed("film, movie, show, series, story, episode, documentary, cartoon")),
    "part": _listed(
        "cast, music, scenery, dialogue, plot, acting, ending, script, actors, actor, actress, beginning, "
        "characters, effects, sound, start, book, director, camera, costumes, jokes, title, trailer"
    ),
    "it": _listed("it, it, it, this, that, the film, the movie, this film, this movie, the show"),
    "was": _listed("was, was, is"),
    "is": _listed("is, it's, was"),
    "very": _listed("very, really, so, quite, pretty, truly, just, simply, extremely, too, absolutely"),
    "i": _listed("i, i, i, we, they, you, my friends, people, my parents"),
    "she": _listed("he, she, my sister, my brother, my friend, my mother, my father, everyone, everybody"),
    "did": _listed("did not, didn't, do not, don't, could not, couldn't, can't, would not, wouldn't"),
    "wasnt": _listed("wasn't, isn't, was not, is not, was never, is never, is hardly, was hardly, ain't"),
    "so": (
        *("",) * 4,
        *("honestly, ", "well, ", "wow, ", "yes, ", "i think ", "sorry, ", "i must say ", "overall "),
    ),
    "tail": (
        *("",) * 4,
        *(
            " to me",
            " today",
            " last night",
            " overall",
            " this time",
            " again",
            " for me",
            " ever",
            " indeed",
        ),
    ),
}

_PLAIN = """
    {so}{+adj} | {+adj} {film} | {so}{it} {was} {+adj}{tail} | {so}{it} {was} {very} {+adj}{tail} |
    {very} {+adj} | a {+adj} {film} | the {+adj} {film} i have ever seen |
    a {very} {+adj} {film} | what a {+adj} {film} |
    {it} {was} a {+adj} {film} | {so}the {film} {was} {+adj}{tail} | {so}{it} {was} {+noun}{tail} |
    {+noun} | what {+noun} | {so}{i} {+like} {it}{tail} | {so}{i} {very} {+like} it |
    {so}{i} {+liked} the {film}{tail} | {she} {+likes} {it} | {she} {+liked} the {film} |
    {so}i was {+felt}{tail} | i am {very} {+felt} | {so}the {film} was {+adv} made |
    {so}{it} {was} {+adv} done | {+adv} done | the {part} {was} {+adj} | the {part} were {+adj} |
    {i} {+liked} the {part} | {it} {was} {+adj} and {+adj} | {so}the {film} {was} {+adj} and {+adj} |
    {+adj} and {+adj} | {i} {+liked} it and {it} {was} {+adj} |
    {it} {was} {+adj} and {i} {+liked} it | the {part} and the {film} {was} {+adj}
"""
_TURNED = """
    {so}not {-adj} |
    {so}not {-adj} at all | not {very} {-adj} | not at all {-adj} | not a {-adj} {film} |
    never {-adj} | {so}{it} {wasnt} {-adj}{tail} | {so}{it} {wasnt} {-adj} at all |
    {so}the {film} {wasnt} {-adj}{tail} | {so}{it} {was} not {-adj}{tail} |
    {so}{it} {was} not {-adj} at all | {so}the {film} {was} not {-adj} |
    {so}{it} {wasnt} {very} {-adj} | {it} {was} not {very} {-adj} | {so}{it} {wasnt} a {-adj} {film} |
    {so}{it} {wasnt} {-noun} | not {-noun} | {so}{i} {did} {-like} {it}{tail} |
    {so}{i} {did} {-like} the {film}{tail} | {so}{i} {did} {-like} {it} at all |
    {so}{i} never {-liked} it | {she} {did} {-like} {it} | nobody {-liked} {it} |
    {so}i was not {-felt} | i wasn't {-felt} | nothing {was} {-adj} |
    nothing about {it} {was} {-adj} | no {-adj} {film} | nothing {-adj} about {it} |
    {it} is far from {-adj} | hardly {-adj} | nobody thought {it} was {-adj} |
    i don't think {it} {was} {-adj} | i do not think that {it} {was} {-adj} |
    {it} was not {-adv} made | not {-adj} but {+adj} | not {-adj}, but {+adj} | not {-adj}, {+adj} |
    {+adj}, not {-adj} | {+adj} not {-adj} | {+adj} and not {-adj} | {+adj} but not {-adj} |
    never {-adj}, always {+adj} | always {+adj}, never {-adj} | {so}{it} {was} not {-adj} but {+adj} |
    {so}{it} {was} not {-adj}, but {+adj} | {so}{it} {was} {+adj}, not {-adj} |
    {so}the {film} {was} not {-adj} but {+adj} | {so}the {film} {was} {+adj}, not {-adj} |
    {so}the {film} {was} {+adj} and not {-adj} | {so}{it} {was} {+adj} and not {-adj} |
    {so}{it} {wasnt} {-adj}, it {was} {+adj} | {so}{it} {was} not {-adj}, it {was} {+adj} |
    {so}{it} {was} {+adj}, it {wasnt} {-adj} | {it} {wasnt} {-adj}. it {was} {+adj} |
    {so}{it} {wasnt} {-noun} but {+noun} | {it} {was} {+noun}, not {-noun} | not {-noun} but {+noun} |
    not only {+adj} but {+adj} |
    {so}{i} {did} {-like} it, it was {+adj} | {so}{i} {+liked} it, it {wasnt} {-adj} |
    {so}{i} {did} {-like} it, {i} {+liked} it | {so}{i} {+liked} it, {i} {did} {-like} it |
    {i} {+like} it and {did} {-like} it | {i} {did} {-like} it but {+liked} it |
    {i} {+liked} {it}. {it} {wasnt} {-adj} | {it} {wasnt} {-adj} and {i} {+liked} it |
    {i} {did} {-like} it because it was {+adj} | {i} {+liked} it because it {wasnt} {-adj} |
    {-adj} at first but {+adj} in the end | {it} {was} {-adj} at first and {+adj} at the end |
    the start was {-adj} but the end was {+adj} | the start was {-adj}, the end was {+adj} |
    {-adj} start, {+adj} end | first it was {-adj}, then it was {+adj} |
    it was {+adj} in the end but {-adj} at first |
    the {part} {was} {-adj} but the {film} {was} {+adj} |
    the {film} {was} {+adj} but the {part} {was} {-adj} |
    the {part} {was} {-adj}, the {film} {was} {+adj} |
    the {film} {was} {+adj}, the {part} {was} {-adj} |
    the {film} {was} {+adj} and the {part} {was} {-adj} | {+adj} {film}, {-adj} {part} |
    {-adj} {part}, {+adj} {film} | {i} {-liked} the {part} but {+liked} the {film} |
    {i} {+liked} the {film} but {-liked} the {part} |
    {i} {+liked} the {film} and {-liked} the {part} |
    {i} {-liked} the {part} and {+liked} the {film} | {+liked} the {film}, {-liked} the {part} |
    {-liked} the {part}, {+liked} the {film} | {she} {-liked} it but i {+liked} it |
    i {+liked} it but {she} {-liked} it | {she} {-likes} it, i {+like} it |
    {she} {-liked} it, i {did} {-like} it | i {+liked} it, {she} {did} {+like} it |
    {she} {did} {+like} it but i {+liked} it | {so}i wanted to {-like} it but i {+liked} it |
    i wanted to {-like} it but i {did} | i thought it was {-adj} but it was {+adj} |
    i expected {-noun} but it was {+noun} | more {+adj} than {-adj} |
    {it} was more {+adj} than {-adj} | {+adj} rather than {-adj} |
    far from {-adj}, {it} {was} {+adj}
"""
PATTERNS = tuple(pattern.strip() for pattern in "|".join([_PLAIN] * 3 + [_TURNED]).split("|"))
"""Each in its positive reading; the plain ones stand three times, for people write them most."""

MAX_SENTENCES = 60_000
_GAP = re.compile(r"\{([+-]?)([a-z]+)\}")


@dataclass(frozen=True)
class Sentence:
    """One sentence, cut into words, and its label: 1 positive, 0 negative."""

    words: tuple[str, ...]
    label: int


def everyday_sentences(num_sentences: int, seed: int = 0) -> list[Sentence]:
    """Write distinct sentences from the patterns, each pattern in turn, half of them positive.

    Parameters
    ----------
    num_sentences
        How many, an even number from 2 to 60,000.
    seed
        Decides the words and the order, 0 to 2**31 - 1.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> sum(sentence.label for sentence in everyday_sentences(100))
    50
    """
    check_count("num_sentences", num_sentences, 2, MAX_SENTENCES)
    check_count("seed", seed, 0, 2**31 - 1)
    if num_sentences % 2:
        raise ValueError(f"num_sentences must be even, half of them positive; found {num_sentences}")
    random = Random(f"everyday {seed}")
    found: dict[tuple[str, ...], int] = {}
    counts = [0, 0]
    while len(found) < num_sentences:
        for pattern in PATTERNS:
            for label in (1, 0):
                written = tuple(words(_filled(pattern, label, random)))
                if counts[label] < num_sentences // 2 and written not in found:
                    found[written] = label
                    counts[label] += 1
    sentences = [Sentence(written, label) for written, label in found.items()]
    random.shuffle(sentences)
    return sentences


def _drawn(gap: re.Match[str], label: int, random: Random) -> str:
    sign, kind = gap.groups()
    if not sign:
        return random.choice(EVERYDAY_FILLERS[kind])
    poles = EVERYDAY_POLES[kind]
    return random.choice(poles.good if (sign == "+") == (label == 1) else poles.bad)


def _filled(pattern: str, label: int, random: Random) -> str:
    """Draw a word for every gap, from the exchanged poles where the label is 0."""
    filled = _GAP.sub(lambda gap: _drawn(gap, label, random), pattern)
    return filled.replace("it is ", "it's ") if random.random() < 0.5 else filled
