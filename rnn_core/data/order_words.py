"""The words of the order-matters corpus: opposites by kind, and neutral fillers.

A polar kind holds two lists, what pleases and what displeases, whose members fit the same places of a
sentence; exchanging one for the other turns the sentence round and keeps it English.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Poles:
    """Interchangeable words of one grammatical kind, by what they say of a film."""

    good: tuple[str, ...]
    bad: tuple[str, ...]


def _listed(words: str) -> tuple[str, ...]:
    """Read a list that is written with commas."""
    return tuple(word.strip() for word in words.split(","))


POLES: dict[str, Poles] = {
    # Predicates of a film, a book, an ending: the strong ones included.
    "adj": Poles(
        good=_listed(
            "brilliant, superb, wonderful, delightful, charming, clever, gripping, moving, witty, "
            "touching, splendid, excellent, magnificent, thrilling, elegant, absorbing, enchanting, "
            "exciting, funny, fresh, graceful, fascinating, dazzling, terrific, stunning, inspired, "
            "lovely, heartwarming, captivating, satisfying, beautiful, riveting, glorious, inventive, "
            "tender, spirited"
        ),
        bad=_listed(
            "dull, awful, dreadful, terrible, tedious, boring, clumsy, lifeless, bland, feeble, shallow, "
            "stale, tiresome, dreary, wooden, muddled, pointless, hollow, lazy, sloppy, horrible, flat, "
            "limp, dismal, corny, painful, messy, pretentious, joyless, uninspired, awkward, stilted, "
            "abysmal, soulless, plodding, grating"
        ),
    ),
    # Milder predicates: denied, each says the opposite ("not boring"), which "not abysmal" does not.
    "plain": Poles(
        good=_listed(
            "good, funny, clever, charming, witty, moving, gripping, exciting, original, convincing, "
            "interesting, amusing, touching, entertaining, inventive, lively, imaginative, absorbing, "
            "engaging, memorable"
        ),
        bad=_listed(
            "bad, dull, boring, tedious, clumsy, predictable, shallow, dreary, tiresome, silly, "
            "confusing, corny, wooden, bland, muddled, pretentious, messy, awkward, lazy, forgettable"
        ),
    ),
    # Predicates of an evening out: popcorn, weather and film alike.
    "mood": Poles(
        good=_listed(
            "lovely, wonderful, great, splendid, excellent, perfect, superb, delightful, good, terrific"
        ),
        bad=_listed("awful, terrible, dreadful, horrible, poor, miserable, ghastly, lousy, bad, dismal"),
    ),
    "noun": Poles(
        good=_listed(
            "a delight, a treat, a joy, a triumph, a gem, a masterpiece, a marvel, a winner, a pleasure, "
            "a wonder, a treasure, a success, a feast, a hit"
        ),
        bad=_listed(
            "a mess, a chore, a bore, a disaster, a slog, a letdown, a failure, an ordeal, a misfire, a "
            "dud, a flop, a nightmare, a shambles, a disappointment"
        ),
    ),
    "thing": Poles(
        good=_listed(
            "charm, wit, warmth, energy, heart, joy, magic, grace, imagination, suspense, style, sparkle, "
            "tenderness, insight"
        ),
        bad=_listed(
            "boredom, tedium, nonsense, clutter, confusion, padding, noise, gloom, clumsiness, dullness, "
            "fluff, drivel, bombast, chaos"
        ),
    ),
    "like": Poles(
        good=_listed("love, adore, enjoy, admire, like, cherish, praise, treasure"),
        bad=_listed("hate, loathe, detest, dislike, despise, resent, scorn, mock"),
    ),
    "liked": Poles(
        good=_listed("loved, adored, enjoyed, admired, liked, cherished, praised, treasured"),
        bad=_listed("hated, loathed, detested, disliked, despised, resented, scorned, mocked"),
    ),
    "felt": Poles(
        good=_listed(
            "delighted, thrilled, enchanted, charmed, captivated, amused, impressed, cheerful, inspired, "
            "happy, refreshed, spellbound"
        ),
        bad=_listed(
            "bored, annoyed, irritated, disappointed, exhausted, dismayed, weary, grumpy, gloomy, sleepy, "
            "cross, unimpressed"
        ),
    ),
    "doing": Poles(
        good=_listed("smiling, grinning, laughing, beaming, cheering, humming, clapping, singing"),
        bad=_listed("yawning, frowning, sighing, groaning, grumbling, sulking, scowling, muttering"),
    ),
    "react": Poles(
        good=_listed("cheer, clap, applaud, smile, grin, laugh"),
        bad=_listed("boo, jeer, groan, yawn, hiss, sulk"),
    ),
    "adv": Poles(
        good=_listed(
            "brilliantly, beautifully, superbly, wonderfully, splendidly, gracefully, magnificently, "
            "cleverly, delightfully, elegantly, gloriously, excellently"
        ),
        bad=_listed(
            "badly, clumsily, terribly, dreadfully, poorly, miserably, horribly, feebly, limply, lazily, "
            "awkwardly, dismally"
        ),
    ),
    # Time flies or drags: "three hours felt like ten minutes".
    "span": Poles(
        good=_listed("ten minutes, five minutes, a moment, a few minutes, a quarter of an hour, a minute"),
        bad=_listed(
            "two hours, three hours, a whole evening, a whole afternoon, ninety minutes, a whole night"
        ),
    ),
    "mark": Poles(good=_listed("eight, nine, ten"), bad=_listed("one, two, three")),
}

FILLERS: dict[str, tuple[str, ...]] = {
    "film": _listed(
        "film, movie, picture, comedy, thriller, drama, mystery, romance, western, musical, adventure, "
        "fantasy"
    ),
    # Works that are not the one under review.
    "other": _listed("book, novel, trailer, stage play, comic, short story, radio play, first film, poster"),
    "part": _listed(
        "cast, music, scenery, camera work, dialogue, lighting, wardrobe, opening song, makeup, sound, "
        "choreography, title song"
    ),
    "outing": _listed(
        "popcorn, coffee, dinner, weather, bus ride, company, lemonade, walk home, ice cream, traffic, pizza"
    ),
    "snack": _listed("popcorn, coffee, lemonade, ice cream, pizza, pretzels, peanuts, salad"),
    "they": _listed(
        "the critics, my friends, my parents, my sisters, my cousins, the papers, the reviewers, my "
        "classmates, my brothers, my aunts, the experts, my roommates"
    ),
    "someone": _listed(
        "my sister, my brother, my aunt, my dentist, my best friend, my roommate, my grandmother, my "
        "teacher, my uncle, my barber, my boss, my landlord"
    ),
    "subject": _listed(
        "a lost umbrella, a pair of bakers, a retired pirate, a village choir, a stubborn donkey, a team "
        "of detectives, a lighthouse keeper, a runaway piano, a talking goose, an old thief, a haunted "
        "ferry, twins on a train"
    ),
    "title": _listed(
        "Midnight at the Turnip Fair, Seven Borrowed Boats, The Clockmaker's Umbrella, Goose in the "
        "Attic, A Postcard to Pluto, The Tuesday Pirates, Eleven Quiet Trumpets, Return of the Marmalade "
        "Spy"
    ),
    "when": _listed("yesterday, last night, on Friday, on Sunday, last week, on Monday, in May, in June"),
    "soon": _listed("today, tonight, tomorrow, this weekend, this evening, for once, this time, next week"),
    "place": _listed("row, house, street, class, office, family, book club, village"),
    # Openers and last words that say nothing of the film; mostly there are none.
    "so": (
        *("",) * 6,
        "honestly, ",
        "well, ",
        "in short, ",
        "to be fair, ",
        "for the record, ",
        "all things considered, ",
        "if you ask me, ",
        "believe me, ",
        "I went on a whim. ",
        "I saw it with my aunt. ",
        "it was my turn to choose. ",
        "I will keep this short. ",
        "a word on the way home: ",
        "my notes from the back row: ",
    ),
    "tail": (
        *("",) * 7,
        " We sat near the back.",
        " We went by bus.",
        " I went with my aunt.",
        " Our dog came along.",
        " That is all I have to say.",
        " You have been told.",
        " So much for that.",
    ),
}
