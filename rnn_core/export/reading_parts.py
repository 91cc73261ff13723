"""The pieces of a script that turn reviews into numbers.

`rnn_core.export.script` puts together those that a run needs. Each is plain Python that relies on nothing of
this project. A test runs the scripts and compares what comes of them with what comes of the project's code.
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
