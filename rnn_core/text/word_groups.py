"""The words of the map, by subject: written down here, so that nobody's reviews decide what is shown."""

_WRITTEN = {
    "praise": (
        "excellent wonderful brilliant superb amazing great good best fantastic perfect beautiful "
        "moving charming delightful touching outstanding hilarious enjoyable memorable stunning "
        "clever funny gripping favorite masterpiece loved powerful refreshing gem recommended "
        "terrific fine lovely gorgeous witty original haunting fun entertaining classic"
    ),
    "blame": (
        "terrible awful horrible bad worst boring dull poor stupid lame ridiculous pointless "
        "waste annoying weak disappointing mediocre predictable pathetic laughable dreadful "
        "unfunny cheap forgettable mess crap flat tedious avoid badly lousy silly slow bland "
        "shallow wooden atrocious garbage fails poorly"
    ),
    "feelings": (
        "love hate fear joy anger hope sad happy tears laugh cry scared lonely proud jealous "
        "shame grief pain passion desire bored excited surprised worried afraid"
    ),
    "kinds of film": (
        "comedy drama horror thriller western musical documentary romance mystery animation "
        "cartoon noir fantasy satire remake sequel adventure action"
    ),
    "making a film": (
        "actor actress director writer cast crew producer star role script screenplay plot "
        "dialogue camera photography music score soundtrack editing costumes scene ending acting "
        "performance effects budget"
    ),
    "people": (
        "mother father son daughter brother sister wife husband boy girl woman man child baby "
        "friend uncle aunt king queen doctor teacher soldier cop priest lawyer killer"
    ),
    "places": (
        "house school church prison hospital island city town village street forest desert ocean "
        "mountain america england france italy germany japan london paris"
    ),
    "numbers": ("one two three four five six seven eight nine ten twenty hundred thousand"),
    "how much": (
        "very really quite rather so too extremely totally completely slightly almost barely "
        "hardly not never nothing always often sometimes perhaps"
    ),
    "grammar": ("the a an of in on at to for with from by and or but because if is was were are"),
}
GROUPS: dict[str, tuple[str, ...]] = {name: tuple(words.split()) for name, words in _WRITTEN.items()}
"""Names of groups and their words; no word stands in two."""
