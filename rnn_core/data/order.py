"""The project's own corpus: short reviews in which the order of the words decides.

"Loved the cast, hated the film" and "Hated the cast, loved the film" hold the same words. A model that counts
words cannot tell them apart, one that reads from left to right can, and a recurrent network learns it in
seconds.

What holds by construction, and what does not:

- Each review is written together with a counterpart of the other label, from the same template and for the
  same split. Each word therefore occurs exactly as often in positive as in negative reviews, in either split,
  and a linear model of word counts has nothing to learn: all weights 0 is its optimum.
- Some 85 % of the reviews have a counterpart with *exactly* the same words, so that no model of word counts,
  linear or not, passes some 58 %. The rest, "not dull at all" against "dull through and through", would give
  in to a nonlinear one, and models of word pairs find a good part of everything.
- Validation reviews come from templates that training never saw, but their constructions and nearly all
  of their words are those of training: a construction in a new sentence is asked for, no new idiom. The
  templates were chosen with an eye on what small networks learn. The corpus is far easier than real
  reviews, and accuracy on it says nothing about them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from rnn_core.checks import check_choice, check_count
from rnn_core.data.corpus import Corpus
from rnn_core.data.order_grammar import Split, Template
from rnn_core.data.order_templates import CONSTRUCTIONS

DEFAULT_NUM_REVIEWS = 24_000
MIN_NUM_REVIEWS, MAX_NUM_REVIEWS = 1_200, 60_000
VALIDATION_SHARE = 6
"""One review in so many is for validation."""
MAX_SEED = 2**31 - 1


@dataclass(frozen=True)
class OrderReview:
    """One review and where it comes from.

    Parameters
    ----------
    text
        Plain English in ASCII, 4 to about 20 words.
    label
        1 positive, 0 negative.
    template
        The pattern that it fills in, which also names its split: no pattern serves both.
    construction
        The construction that the pattern shows, such as ``"wanting"``; both splits share these.
    """

    text: str
    label: int
    template: str
    construction: str


def order_corpus(num_reviews: int = DEFAULT_NUM_REVIEWS, seed: int = 0) -> Corpus:
    """Write the order-matters corpus: five parts for training, one for validation.

    Parameters
    ----------
    num_reviews
        Distinct reviews in both parts together, 1,200 to 60,000, rounded down to a multiple of 12.
    seed
        Decides the words and the order of the reviews.

    Returns
    -------
    Corpus
        Half of either part is positive; no template and no text stands in both.

    Raises
    ------
    ValueError
        If ``num_reviews`` or ``seed`` is out of range.

    Examples
    --------
    >>> corpus = order_corpus()
    >>> len(corpus.train_texts), len(corpus.validation_texts), sum(corpus.validation_labels)
    (20000, 4000, 2000)
    """
    check_count("num_reviews", num_reviews, MIN_NUM_REVIEWS, MAX_NUM_REVIEWS)
    num_validation = num_reviews // (2 * VALIDATION_SHARE) * 2
    train = order_reviews("train", num_validation * (VALIDATION_SHARE - 1), seed)
    validation = order_reviews("validation", num_validation, seed)
    return Corpus(
        train_texts=[review.text for review in train],
        train_labels=[review.label for review in train],
        validation_texts=[review.text for review in validation],
        validation_labels=[review.label for review in validation],
        name="order",
        split="Validation reviews come from templates that training never saw.",
    )


def order_reviews(split: Split, num_reviews: int, seed: int = 0) -> list[OrderReview]:
    """Write distinct reviews from the templates of one split, all templates in turn.

    Parameters
    ----------
    split
        ``"train"`` or ``"validation"``.
    num_reviews
        How many, an even number from 2 to 60,000.
    seed
        Decides the words and the order of the reviews, 0 to 2**31 - 1.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> first = order_reviews("train", 100)[0]
    >>> first.label in (0, 1)
    True
    """
    check_choice("split", split, ("train", "validation"))
    check_count("num_reviews", num_reviews, 2, MAX_NUM_REVIEWS)
    check_count("seed", seed, 0, MAX_SEED)
    if num_reviews % 2:
        raise ValueError(f"num_reviews must be even, since reviews come in opposites; found {num_reviews}")
    random = Random(f"{split} {seed}")
    templates = [
        (template, construction.name)
        for construction in CONSTRUCTIONS
        for template in construction.templates(split)
    ]
    reviews = _write_in_turn(templates, num_reviews, random)
    random.shuffle(reviews)
    return reviews


def _write_in_turn(
    templates: Sequence[tuple[Template, str]], num_reviews: int, random: Random
) -> list[OrderReview]:
    """Let each template write once a round, in a new order each time, and drop what is already written.

    A template whose words are used up writes less and less; the others, which have millions, go on.
    """
    reviews: list[OrderReview] = []
    seen: set[str] = set()
    while len(reviews) < num_reviews:
        for template, construction in random.sample(templates, len(templates)):
            if len(reviews) + template.num_readings > num_reviews:
                continue
            written = template.write(random)
            texts = {text for text, _ in written}
            if len(texts) < len(written) or not seen.isdisjoint(texts):
                continue
            seen |= texts
            reviews += [OrderReview(text, label, template.pattern, construction) for text, label in written]
    return reviews
