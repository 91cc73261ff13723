"""Batches to learn from: each review cut to the part that this batch sees, and filled up."""

from dataclasses import dataclass

import numpy as np
import torch
from jaxtyping import Bool, Int, Int64
from torch import Tensor

from rnn_core.sentiment.recipes import SNIPPET_TOKENS, Recipe
from rnn_core.text.batches import EncodedTexts, Window, pad, shorten
from rnn_core.text.vocabulary import UNKNOWN


@dataclass(frozen=True)
class Batches:
    """Reviews in numbers, and how a recipe cuts and fills them; ``rng`` draws windows and lost words."""

    texts: EncodedTexts
    recipe: Recipe
    rng: np.random.Generator

    def draw(self, indices: Int64[np.ndarray, " B"]) -> tuple[Int[Tensor, "B T"], Bool[Tensor, "B T"]]:
        """Give the word numbers of some reviews and where they are real."""
        recipe = self.recipe
        limit, window = self._cut()
        rows = [shorten(self.texts[k], limit, window, self.rng) for k in indices]
        batch = pad(rows, recipe.padding, recipe.train_tokens if recipe.pad_to_limit else None)
        if recipe.word_dropout:
            batch.ids[batch.mask & (self.rng.random(batch.ids.shape) < recipe.word_dropout)] = UNKNOWN
        return torch.from_numpy(batch.ids), torch.from_numpy(batch.mask)

    def _cut(self) -> tuple[int, Window]:
        """Give the length and place of the window that this batch sees."""
        recipe = self.recipe
        if recipe.snippet_share and self.rng.random() < recipe.snippet_share:
            return int(self.rng.integers(*SNIPPET_TOKENS, endpoint=True)), "random"
        return recipe.train_tokens, recipe.window
