"""The pieces of a script that trains a run again; `rnn_core.export` puts together those that a run needs.

Each is plain Python that relies on nothing of this project. A test runs the scripts and compares what comes
of them with what comes of the project's own code.
"""

OPENING = '''"""{title}

This script trains it again with PyTorch alone; nothing of Unrolled is needed. Install what it imports:

    pip install {packages}

and run it:

    python train.py --data {data}

{note}
"""

import argparse
{imports}
'''

READING = r'''

def read_reviews(path, validation_size):
    """Read the columns text and label (0 negative, 1 positive), and hold a validation part back."""
    table = pd.read_csv(path) if path.suffix == ".csv" else pd.read_parquet(path)
    if "part" in table:  # somebody has split it already
        parts = [table[table["part"] == part] for part in ("train", "validation")]
        return [(part["text"].tolist(), part["label"].tolist()) for part in parts]
    table = table.drop_duplicates("text")
    # Reviews of one film resemble each other: all of a film stand on one side where the file names the films.
    groups = table["movie"].astype(str) if "movie" in table else table["text"]

    def draw(group):
        return hashlib.sha256(f"{SPLIT_SEED} {group}".encode("utf-8", "surrogatepass")).digest()

    sizes, drawn = Counter(groups), sorted(set(groups), key=draw)
    count = next(k for k, n in enumerate(accumulate(sizes[g] for g in drawn), 1) if n >= validation_size)
    held_back = groups.isin(drawn[: min(count, len(drawn) - 1)])
    return [(part["text"].tolist(), part["label"].tolist()) for part in (table[~held_back], table[held_back])]
'''

WORDS = r'''

APOSTROPHES = "'\u2018\u2019\u02bc\u0060\u00b4\u0091\u0092"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
EMOJI = "\U0001f1e6-\U0001f1ff\U0001f300-\U0001f3fa\U0001f400-\U0001faff\u2600-\u27bf"
JOINERS = "\ufe0f\u200d\U0001f3fb-\U0001f3ff"
# Accents and vowel signs, which \w leaves out; U+FE00 to U+FE0F belong to emoji.
MARKS = "".join(
    chr(c) for c in range(0x300, 0x10000)
    if unicodedata.category(chr(c)) in ("Mn", "Mc") and not 0xFE00 <= c <= 0xFE0F
)
LETTERS = rf"(?:[^\W_]++[{MARKS}{INVISIBLE}]*+)++"
PATTERN = re.compile(
    rf"<br\s*/?>|({LETTERS}(?:[{APOSTROPHES}]{LETTERS})*+|[!?.,]"
    rf"|[{EMOJI}](?:[{JOINERS}]|(?<=\u200d)[{EMOJI}])*+)",
    re.IGNORECASE,
)
PLAIN = str.maketrans({**dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(INVISIBLE, None)})


def words(text):
    """Cut a review into words with their apostrophes, the marks ! ? . , and emoji."""
    return [unicodedata.normalize("NFC", w.translate(PLAIN).lower()) for w in PATTERN.findall(text) if w]
'''

NUMBERS = r'''

PAD, UNKNOWN = 0, 1


def make_vocabulary(texts):
    """Number the most frequent words of the training part, those equally frequent in alphabetical order."""
    counts = Counter(word for text in texts for word in text)
    kept = sorted(counts, key=lambda word: (-counts[word], word))[: VOCAB_SIZE - 2]
    return {word: number for number, word in enumerate(["<pad>", "<unknown>", *kept])}


def encode(text, vocabulary):
    """Turn words into their numbers; a text without words becomes one unknown word."""
    return np.array([vocabulary.get(word, UNKNOWN) for word in text] or [UNKNOWN], np.int32)


def buckets(lengths, rng):
    """Give the indices of batches of reviews of similar length, each review once."""
    order, found = rng.permutation(len(lengths)), []
    for start in range(0, len(order), 50 * BATCH_SIZE):
        pool = order[start : start + 50 * BATCH_SIZE]
        pool = pool[np.argsort(lengths[pool], kind="stable")]
        found += [pool[k : k + BATCH_SIZE] for k in range(0, len(pool), BATCH_SIZE)]
    return [found[k] for k in rng.permutation(len(found))]


def shorten(row, limit, window, rng):
    """Keep so many tokens of a review at most."""
    spare = len(row) - limit
    if spare <= 0:
        return row
    if window == "random":
        start = int(rng.integers(spare + 1))
        return row[start : start + limit]
    head = {"head": limit, "tail": 0, "head and tail": (limit + 1) // 2}[window]
    return np.concatenate([row[:head], row[head + spare :]])


def pad(rows, width=None):
    """Fill reviews up to one length; the mask is True where a token is real."""
    lengths = np.array([len(row) for row in rows])
    columns = np.arange(width or lengths.max())
    mask = {mask}
    ids = np.full(mask.shape, PAD, np.int32)
    ids[mask] = np.concatenate(rows)
    return ids, mask
'''

NETWORK = '''

class Network(nn.Module):
    """From word numbers to the logit of "positive"."""

    def __init__(self, vocab_size):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, EMBEDDING_SIZE, padding_idx=PAD)
{layer}        self.dropout = nn.Dropout(DROPOUT)
        self.output = nn.Linear({size}, 1)
{start}
    def forward(self, ids, mask):
        h = {states}  # (T, B, H)
{pooling}
        return self.output(self.dropout(pooled)).squeeze(1)
'''

START = """        with torch.no_grad():  # W_hh orthogonal block by block, biases 0
            for block in torch.split(self.recurrent.weight_hh_l0, HIDDEN_SIZE):
                nn.init.orthogonal_(block)
            nn.init.xavier_uniform_(self.recurrent.weight_ih_l0)
            self.recurrent.bias_ih_l0.zero_()
            self.recurrent.bias_hh_l0.zero_()
"""
OPEN_FORGET_GATE = """            # The forget gate starts open.
            self.recurrent.bias_ih_l0[HIDDEN_SIZE : 2 * HIDDEN_SIZE] = 1.0
"""

POOLING = {
    "max": """        # Each unit's largest value at any real token.
        pooled = h.masked_fill(~mask.t().unsqueeze(2), -torch.inf).amax(0)""",
    "mean": """        real = mask.t().unsqueeze(2)
        pooled = (h * real).sum(0) / real.sum(0)""",
    "last real": """        steps = torch.arange(len(h)).unsqueeze(1)
        pooled = h[(steps * mask.t()).amax(0), torch.arange(h.shape[1])]""",
    "last": """        pooled = h[-1]""",
}

SHIPPED_VECTORS = '''

def start_vectors(vocabulary):
    """Take the word vectors that lie beside this script, word by word; a word without one starts at 0."""
    folder = Path(__file__).parent
    known = (folder / "word_vectors.txt").read_text("utf-8").removesuffix("\\n").split("\\n")
    vectors = load_file(folder / "word_vectors.safetensors")["vectors"].float()
    rows = {word: row for row, word in enumerate(known) if row > UNKNOWN}
    found = torch.zeros(len(vocabulary), EMBEDDING_SIZE)
    for word, number in vocabulary.items():
        if word in rows:
            found[number] = vectors[rows[word]]
    return found
'''

COUNTED_VECTORS = '''

def start_vectors(train, vocab_size):
    """Count which words stand within five places of each other, and shorten what that says by an SVD."""
    ids = np.concatenate(train)
    document = np.repeat(np.arange(len(train)), [len(row) for row in train])
    keys = []
    for distance in range(1, 6):
        a, b = ids[:-distance].astype(np.int64), ids[distance:].astype(np.int64)
        kept = (document[:-distance] == document[distance:]) & (a > UNKNOWN) & (b > UNKNOWN)
        a, b = a[kept], b[kept]
        keys += [a * vocab_size + b, b * vocab_size + a]
    pairs, counts = np.unique(np.concatenate(keys), return_counts=True)
    first, second = np.divmod(pairs, vocab_size)
    totals = np.bincount(first, weights=counts, minlength=vocab_size)
    context = totals**0.75 / (totals**0.75).sum()
    value = np.log(counts / (totals[first] * context[second]))  # pointwise mutual information
    kept = value > 0
    matrix = torch.sparse_coo_tensor(
        torch.from_numpy(np.stack([first[kept], second[kept]])),
        torch.from_numpy(value[kept].astype(np.float32)),
        (vocab_size, vocab_size),
    )
    across = matrix.t().coalesce().to_sparse_csr()
    matrix = matrix.coalesce().to_sparse_csr()
    width = min(EMBEDDING_SIZE + 16, vocab_size)
    basis = torch.randn(vocab_size, width, generator=torch.Generator().manual_seed(0))
    for _ in range(3):  # a randomised SVD (Halko, Martinsson and Tropp 2011)
        basis = torch.linalg.qr(matrix @ basis).Q
        basis = torch.linalg.qr(across @ basis).Q
    basis = torch.linalg.qr(matrix @ basis).Q
    left, sizes, _ = torch.linalg.svd((across @ basis).T, full_matrices=False)
    vectors = (basis @ left)[:, :EMBEDDING_SIZE] * sizes[:EMBEDDING_SIZE].sqrt()
    vectors[: UNKNOWN + 1] = 0.0
    return vectors / vectors.std().clamp_min(1e-12)
'''

SCHEDULE = '''

def one_cycle(fraction):
    """Share of the peak rate: it climbs for 15 % of the run and then falls to nothing."""
    if fraction < 0.15:
        height = fraction / 0.15
    else:
        height = (1 + math.cos(math.pi * min(1.0, (fraction - 0.15) / 0.85))) / 2
    return 0.01 + 0.99 * height
'''

TRAINING = '''

def train(train_rows, labels, vocabulary, num_steps, planned):
    """Train a network; the schedule of the rates is laid out for the steps that were planned."""
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    network = Network(len(vocabulary))
{vectors}{average_start}    others = [w for name, w in network.named_parameters() if "embedding" not in name]
    optimiser = torch.optim.AdamW(
        [
            {{"params": [network.embedding.weight], "weight_decay": 0.0}},
            {{"params": others, "weight_decay": WEIGHT_DECAY}},
        ],
        fused=True,
    )
    lengths = np.array([len(row) for row in train_rows])
    labels, losses, step = np.array(labels, np.float32), [], 0
{steered_start}    while step < num_steps:
        for indices in buckets(lengths, rng):
{cut}            rows = [shorten(train_rows[k], limit, window, rng) for k in indices]
            ids, mask = pad(rows{width})
{word_dropout}{rates}            network.train()
            optimiser.zero_grad()
            loss = binary_cross_entropy_with_logits(
                network(torch.from_numpy(ids), torch.from_numpy(mask)), torch.from_numpy(labels[indices])
            )
            loss.backward()
{clip}            optimiser.step()
            step += 1
{average_step}            losses.append(loss.item())
            if step % 50 == 0 or step == num_steps:
                print(f"step {{step}} of {{num_steps}}: loss {{np.mean(losses[-50:]):.4f}}")
            if step == num_steps:
                break
    return {result}, losses


@torch.inference_mode()
def accuracy(network, rows, labels):
    """Share of right answers, reading the first EVAL_TOKENS tokens of each review."""
    network.eval()
    right = 0
    order = np.argsort([len(row) for row in rows], kind="stable")
    for start in range(0, len(order), 64):
        indices = order[start : start + 64]
        ids, mask = pad([rows[k][:EVAL_TOKENS] for k in indices]{eval_width})
        logits = network(torch.from_numpy(ids), torch.from_numpy(mask)).numpy()
        right += int(((logits >= 0) == (np.array(labels)[indices] == 1)).sum())
    return right / len(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="a .csv or .parquet file: text and label")
    parser.add_argument("--validation-size", type=int, default=2_500, help="reviews to hold back, at least")
    parser.add_argument("--steps", type=int, default=NUM_STEPS, help="steps to take; else as many as planned")
    parser.add_argument("--save", type=Path, default=Path("model.safetensors"), help="where the weights go")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.set_flush_denormal({flush})
    (texts, labels), (unseen, unseen_labels) = read_reviews(arguments.data, arguments.validation_size)
    texts, unseen = [words(text) for text in texts], [words(text) for text in unseen]
    vocabulary = make_vocabulary(texts)
    rows = [encode(text, vocabulary) for text in texts]
    planned = PLANNED_STEPS or math.ceil(len(rows) / BATCH_SIZE) * NUM_EPOCHS
    num_steps = arguments.steps or planned
    network, losses = train(rows, labels, vocabulary, num_steps, planned)
    save_file(network.state_dict(), arguments.save)
    share = accuracy(network, [encode(text, vocabulary) for text in unseen], unseen_labels)
    print(json.dumps({{"accuracy": share, "n": len(unseen), "steps": num_steps, "loss": losses[-1]}}))


if __name__ == "__main__":
    main()
'''

COUNTING = """

def as_it_is(tokens):
    return tokens


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="a .csv or .parquet file: text and label")
    parser.add_argument("--validation-size", type=int, default=2_500, help="reviews to hold back, at least")
    arguments = parser.parse_args()
    (texts, labels), (unseen, unseen_labels) = read_reviews(arguments.data, arguments.validation_size)
    counter = TfidfVectorizer(
        tokenizer=as_it_is, preprocessor=as_it_is, token_pattern=None, lowercase=False,
        ngram_range=(1, {longest}), min_df=min({min_reviews}, len(texts)), sublinear_tf=True,
    )
    counts = counter.fit_transform(words(text) for text in texts)
    regression = LogisticRegression(C={strength}, max_iter={max_steps}).fit(counts, labels)
    share = regression.score(counter.transform(words(text) for text in unseen), unseen_labels)
    print(json.dumps({{"accuracy": share, "n": len(unseen), "parameters": int(regression.coef_.size) + 1}}))


if __name__ == "__main__":
    main()
"""
