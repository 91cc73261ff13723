"""The sentence patterns of the order-matters corpus, those for training and those that training never sees.

A held-out pattern puts a construction that training teaches into another frame, another order of clauses or
another company: what is asked of a model is the construction, not the sentence by heart.
"""

from rnn_core.data.order_claims import CLAIMS
from rnn_core.data.order_contrasts import CONTRASTS
from rnn_core.data.order_grammar import Construction

CONSTRUCTIONS: tuple[Construction, ...] = CLAIMS + CONTRASTS
"""Every way in which the order of words decides, with its templates."""
