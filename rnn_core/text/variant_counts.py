"""How one text fares under every way to cut it."""

from collections.abc import Collection
from dataclasses import dataclass

from rnn_core.text.tokenizer import Token
from rnn_core.text.variants import VARIANTS, Variant, cut
from rnn_core.text.vocabulary import Vocabulary


@dataclass(frozen=True)
class VariantCut:
    """One text cut in one way.

    Attributes
    ----------
    variant
        The way.
    tokens
        What it gave.
    known
        Whether each stands in the vocabulary; single characters are looked up in the alphabet.
    """

    variant: Variant
    tokens: tuple[Token, ...]
    known: tuple[bool, ...]

    @property
    def num_unknown(self) -> int:
        """Tokens that are not known."""
        return len(self.known) - sum(self.known)


def cut_every_way(text: str, vocabulary: Vocabulary, alphabet: Collection[str]) -> tuple[VariantCut, ...]:
    """Cut a text in every way and look the tokens up, as happens to a network that is fed another cut.

    Parameters
    ----------
    text
        Any string.
    vocabulary
        Counted in tokens of ours: words and marks in lower case.
    alphabet
        Characters that are known.

    Examples
    --------
    >>> vocabulary = Vocabulary.from_texts([["so", "great", "."]], max_size=10)
    >>> found = cut_every_way("So great.", vocabulary, "so")
    >>> [(each.variant, len(each.tokens), each.num_unknown) for each in found]
    [('blanks', 2, 2), ('blanks, lower case', 2, 1), ('words and marks', 3, 0), ('characters', 9, 7)]
    """
    found = []
    for variant in VARIANTS:
        tokens = tuple(cut(text, variant))
        holds = alphabet if variant == "characters" else vocabulary
        found.append(VariantCut(variant, tokens, tuple(token.text in holds for token in tokens)))
    return tuple(found)
