"""The pieces of a script that build a network and train it.

`rnn_core.export.script` puts together those that a run needs. Each is plain Python that relies on nothing of
this project. A test runs the scripts and compares what comes of them with what comes of the project's code.
"""

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
