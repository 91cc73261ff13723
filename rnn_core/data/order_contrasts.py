"""Patterns of the order-matters corpus in which the film is set against something or somebody else.

:mod:`rnn_core.data.order_templates` says what training and held-out patterns are,
:mod:`rnn_core.data.order_grammar` how the gaps are read.
"""

from rnn_core.data.order_grammar import Construction

CONTRASTS: tuple[Construction, ...] = (
    Construction(
        "film and company",
        training="""
            {so}thumbs [up|down] for the {film} and thumbs [down|up] for the {snack}.
            The {part} gets {-mark}, the {film} gets {+mark}.{tail}
            {so}{+mark} out of ten for the {film}, {-mark} for the {part}.
            The {film} gets {+mark} out of ten and the {part} {-mark}.{tail}
            {-liked} the {part}, {+liked} the {film}.{tail}
            {+liked} the {film}, only {-liked} the {part}.{tail}
            {-liked} the {part} and {+liked} the {film}.{tail}
            {+liked} the {film} and {-liked} the {part}.
            {so}I {-liked} the {part} but {+liked} the {film}.
            {so}I {+liked} the {film} but {-liked} the {part}.
            {so}I {+liked} the {film}, though I {-liked} the {part}.
            We {+liked} the {film} and {-liked} the {part}.{tail}
            {so}we {-liked} the {part} but {+liked} the {film}.
            {so}we {-liked} the {snack}, we {+liked} the {film}.{tail}
            {someone} {-liked} the {part}. I {+liked} the {film}.
            {so}the {outing} was {-mood}, the {film} was {+mood}.{tail}
            {so}the {film} was {+mood}, only the {outing} was {-mood}.
            {so}the {part} was {-mood} and the {film} {+mood}.
            The {film} {when} was {+mood}, the {outing} {-mood}.
            {so}the {outing} {when} was {-mood}, but the {film} was {+mood}.
            {+mood} {film}, {-mood} {outing}.{tail}
            {-mood} {snack}, {-mood} {outing}, but {+mood} story, {+mood} {film}.
            After a {-mood} dinner came a {+mood} {film}.{tail}
            A {+mood} {film} after a {-mood} dinner {when}.
            {so}the [{outing}|{film}] was {-mood}, the [{film}|{outing}] was not.
            Thumbs [down|up] for the {part}, thumbs [up|down] for the {film}.{tail}
            Thumbs [down|up] for the {outing}, thumbs [up|down] for the {film}.
            {so}thumbs [up|down] for the {film}, thumbs [down|up] for the {part}.
            {so}I said [no|yes] to the {snack} and [yes|no] to the {film}.
            [Yes|No] to the {film}, [no|yes] to the {snack}.{tail}
            The {part} gets {-mark} out of ten, the {film} gets {+mark} out of ten.
            {so}the {film} gets {+mark}, the {part} gets {-mark}.
            {+mark} out of ten for the {film}, {-mark} out of ten for the {part}.
        """,
        held_out="""
            {so}we {-liked} the {part} and {+liked} the {film}.
            The {film} was {+mood}, the {outing} {when} was {-mood}.
            Thumbs [up|down] for the {film}, thumbs [down|up] for the {outing}.
            {+liked} the {film}, {-liked} the {part}.
            {so}the {film} gets {+mark} out of ten, the {part} gets {-mark}.
        """,
    ),
    Construction(
        "film and book",
        training="""
            After {-noun} of a {other} we got {+noun} of a {film}.
            {so}after {-noun} of a {other}, here is {+noun}.
            {so}the {other} was {-adj}; this {film} is {+adj}.{tail}
            {so}this {film} is {+adj}; the {other} was {-adj}.
            The {other} was {-adj}. The {film} is {+adj}.{tail}
            {so}this {film} is as {+adj} as the {other} was {-adj}.
            {so}the {other} was as {-adj} as the {film} is {+adj}.
            Unlike the {other}, which was {-adj}, this {film} is {+adj}.
            {so}the {film} is {+adj}, unlike the {other}, which was {-adj}.
            After a {-adj} {other}, here is a {+adj} {film}.
            {so}here is a {+adj} {film} after a {-adj} {other}.
            {so}here is a {film} that is {+adj}; the {other} was {-adj}.
            It is a {film} that is {+adj}, from a {other} that was {-adj}.
            {so}the {other} was {-noun}, but the {film} is {+noun}.
            {so}the {other} was {-adj}, but {title} is {+adj}.
            {so}the {film} is {+noun}, and the {other} was {-noun}.
            The {film} is {+noun}, even if the {other} was {-noun}.
            Even if the {other} was {-noun}, this {film} is {+noun}.
            This {film}, even if the {other} was {-adj}, is {+adj}.
            The [{other}|{film}] was {-plain}, the [{film}|{other}] was not.
            {so}the {other} was {+plain}, and the {film} is not {-plain} either.
            The {film} is not {-plain}. The {other} was not {+plain}.
            The {other} promised {-noun}; the {film} delivers {+noun}.
            {so}{+noun} of a {film} from {-noun} of a {other}.
        """,
        held_out="""
            {so}{title} is {+adj}, even if the {other} was {-adj}.
            Unlike the {other}, which was {-noun}, the {film} is {+noun}.
            The {other} was {-adj}, but here is a {film} that is {+adj}.
            After {-noun} of a {other} the {film} is {+noun}.
        """,
    ),
    Construction(
        "others and I",
        training="""
            {so}{they} {-liked} it. I {+liked} it.{tail}
            I {+liked} it. {they} {-liked} it.
            {they} may {-like} it, but I {+like} it.{tail}
            {so}{they} called it {-noun}. I call it {+noun}.
            I call it {+noun}, though {they} called it {-noun}.
            {someone} called the {film} {-adj}. I call it {+adj}.
            {someone} found it {-adj}. I found it {+adj}.{tail}
            I found the {film} {+adj}, {someone} found it {-adj}.
            {they} found the {film} {-adj}. I found it {+adj}.
            {so}I found it {+adj}, whatever {someone} says, who found it {-adj}.
            Whatever {they} say, who {-liked} it, I {+liked} it.
            {someone} left {-felt}, I left {+felt}.{tail}
            I left {+felt}, {they} left {-felt}.{tail}
            {they} came out {-felt}. I came out {+felt}.
            {so}the {film} left me {+felt} and {someone} {-felt}.
            I left the {film} {+felt}, and {someone} left it {-felt}.
            {someone} said it was {-adj}, I say it is {+adj}.
            {so}{someone} said it was {-noun}. I say it is {+noun}.
            {they} said {title} was {-noun}. I say it is {+noun}.
            To {someone} it was {-noun}, to me it was {+noun}.
            {so}to me it was {+adj}, to {they} it was {-adj}.
            Where {they} saw {-noun}, I saw {+noun}.{tail}
            {so}I {+liked} the {film} that {they} {-liked}.
            {they} said it was {-adj}. They were [wrong|right].{tail}
            {someone} calls the {film} {+noun}, and I [agree|disagree].
            {so}those who call it {-adj} are wrong, those who call it {+adj} are right.
            They are right to call it {+adj} and wrong to call it {-adj}.{tail}
        """,
        held_out="""
            {someone} called this {film} {-noun}. I call it {+noun}.
            I {+liked} it, whatever {they} say, who {-liked} it.
            {they} left {-felt}. I left the {film} {+felt}.
            {someone} said {title} was {-adj}. I found it {+adj}.
        """,
    ),
    Construction(
        "two halves",
        training="""
            The first half is {-adj}, but what I remember is the {+adj} second half.
            What I remember is the {+adj} second half, not the {-adj} first half.
            {so}I remember the {+adj} ending, not the {-adj} start.
            I remember the {+adj} second half, not the {-adj} rest.{tail}
            {so}{-noun} or {+noun}? The [second|first], without a doubt.
            {so}it is more {+adj} than {-adj}, this {film} about {subject}.
            {so}this {film} is far more {+adj} than {-adj}.{tail}
            {so}it is more {+noun} than {-noun}.{tail}
            More {+noun} than {-noun}, this {film}.
            Less {-noun} than {+noun}.{tail}
            There were {-adj} scenes, but in the end the {+adj} scenes won.{tail}
            The {-adj} start did not prepare us for the {+adj} rest.{tail}
        """,
        held_out="""
            {so}what I remember is the {+adj} ending, not the {-adj} start.
            {title} is more {+noun} than {-noun}.
            More {+adj} than {-adj}, this {film} about {subject}.
        """,
    ),
    Construction(
        "advice",
        training="""
            {so}let your [friends|enemies] see the {film} and tell your [enemies|friends] to stay at home.
            Let your [friends|enemies] see {title}, tell your [enemies|friends] to skip {title}.
            Let your [friends|enemies] come, tell your [enemies|friends] to stay at home.
            {so}tell your [friends|enemies] to see the {film}; let your [enemies|friends] stay at home.
            Let your [friends|enemies] in and tell your [enemies|friends] to skip it.{tail}
            {so}[see {title}|do anything else] before you [do anything else|see {title}].
            [Watch it|Do your taxes] {soon} before you [do your taxes|watch it].
            {so}[see this {film}|do anything else] before you [do anything else|see this {film}].{tail}
            [Watch it|Wash your car] before you [wash your car|watch it].{tail}
            Cancel your [plans|ticket] {soon} and keep your [ticket|plans].{tail}
            {so}keep your [ticket|plans] and cancel your [plans|ticket].{tail}
            {so}skip [dinner|this {film}], not [this {film}|dinner].{tail}
            {so}skip [lunch|the {film}], but do not skip [the {film}|lunch].
            Skip [the {snack}|the {film}] {soon}, do not skip [the {film}|the {snack}].
            Skip [breakfast|the {film}] {soon}, not [the {film}|breakfast].
            {so}miss [your train|this {film}], not [this {film}|your train].{tail}
            Forget [your umbrella|the {film}] {soon}, not [the {film}|your umbrella].
            Run [to|from] this {film}, walk [from|to] the others.{tail}
            Tell your [friends|enemies] to see this {film} and your [enemies|friends] to skip it.
            Tell your [friends|enemies] to come and your [enemies|friends] to stay at home.{tail}
            Tell your [friends|enemies] to see it, tell your [enemies|friends] to stay at home.
            Let your [friends|enemies] see it, let your [enemies|friends] skip it.{tail}
            {so}send your [friends|enemies] to it and keep your [enemies|friends] away.{tail}
            {so}it is a {film} for your [friends|enemies], not for your [enemies|friends].
            {so}I would rather [see this {film} twice|stay in bed] than [stay in bed|see this {film} twice].
            {so}I would pay to get [in|out], not to get [out|in], of this {film}.
        """,
        held_out="""
            {so}let your [friends|enemies] see the {film}, tell your [enemies|friends] to skip it.
            {so}skip [dinner|the {film}] {soon}, not [the {film}|dinner].
            {so}[see it|do anything else] {soon} before you [do anything else|see it].
        """,
    ),
    Construction(
        "time",
        training="""
            To {someone} and me, {-span} of it felt like {+span}.
            {so}{-span} of {title} felt like {+span}.
            {so}{-span} of this {film} felt like {+span}.{tail}
            {so}{-span} felt like {+span} in this {film}.
            {so}it felt like {+span}, and it was {-span} long.
            {-span} long, and it felt like {+span}.{tail}
            It lasts {-span} and feels like {+span}.{tail}
            {so}I had to [leave|stay] and wished I could [stay|leave] for the rest of this {film}.
            {so}at first I [checked|forgot] my watch, then I [forgot|checked] it.{tail}
            {so}I [was wide awake|slept] while the {film} ran and [slept|was wide awake] when it was over.
            {so}we [were wide awake|slept] during the {film} and [slept|were wide awake] after it.
            I [slept|was wide awake] before it began and [was wide awake|slept] while it ran.{tail}
            We [slept|were wide awake] on the bus and [were wide awake|slept] while the {film} ran.
            {so}I laughed at the [jokes|{film}], not at the [{film}|jokes].{tail}
        """,
        held_out="""
            With {someone} beside me, {-span} of it felt like {+span}.
            {so}we [were wide awake|slept] while it ran and [slept|were wide awake] when it was over.
        """,
    ),
)
