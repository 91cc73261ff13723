"""Patterns of the order-matters corpus in which the film is set against a denial, a wish or an earlier state.

:mod:`rnn_core.data.order_templates` says what training and held-out patterns are,
:mod:`rnn_core.data.order_grammar` how the gaps are read.
"""

from rnn_core.data.order_grammar import Construction

CLAIMS: tuple[Construction, ...] = (
    Construction(
        "negation",
        training="""
            [Nobody|Everybody] who came to see the {film} found it {-plain}.
            {so}[nothing|everything] about this {film} is {-plain}.
            In {title} [nothing|everything] is {-plain}.
            [Nobody|Everybody] who sat near us said the {film} was {-plain}.
            [Nobody|Everybody] who knows {title} finds it {-plain}.
            {so}this {film} is [not {-plain} at all|{-plain} through and through].{tail}
            {so}it was [not {-plain} at all|{-plain} through and through], this {film}.
            {title} is [not {-plain} at all|{-plain} through and through].
            [Not one|One] {-plain} moment [in it|after another].{tail}
            {so}[not one|one] {-plain} scene [in it|after another].
            {so}I [never once|so often] found this {film} {-plain}.{tail}
            {so}the {film} was [never|simply] {-plain}.{tail}
            It is [never|simply] {-plain}, this {film} about {subject}.
            [Never|Simply] {-plain}, this {film}.{tail}
            [Nobody|Everybody] in our {place} thought the {film} was {-plain}.
            [Nobody|Everybody] I know found it {-plain}.{tail}
            [Nobody|Everybody] who came along called the {film} {-plain}.
            [Nobody|Everybody] on the bus home said it was {-plain}.
            {so}[nothing|everything] about it was {-plain}.{tail}
            [Nothing|Everything] in this {film} is {-plain}.
            {so}[no|every] scene in it was {-plain}.{tail}
            [None|All] of it was {-plain}, this {film} about {subject}.
        """,
        held_out="""
            {so}the {film} about {subject} is [never|simply] {-plain}.
            [Not one|One] {-plain} moment [in|after another in] this {film} about {subject}.
            [Nobody|Everybody] who saw the {film} thought it was {-plain}.
            [Nothing|Everything] about {title} is {-plain}.
        """,
    ),
    Construction(
        "denial and claim",
        training="""
            Not {-plain} but {+plain} from start to finish.{tail}
            {so}it is {+plain}, not {-plain}.{tail}
            {+plain}, never {-plain}, this {film}.
            {so}far from {-plain}, this {film} is {+plain}.
            Far from {-adj}, it is {+adj} to the last frame.
            {so}it is {+adj}, far from {-adj}.{tail}
            {so}the {film} is {+noun}, far from {-noun}.
            It is far from {-noun}; it is {+noun}.{tail}
            {so}it is anything but {-plain}, and {+plain} to the last frame.
            {+plain} it is, and anything but {-plain}.{tail}
            I call it anything but {-noun}, I call it {+noun}.
            {title} is anything but {-adj}. It is {+adj}.
            Never {-plain}, always {+plain}.{tail}
            Always {+plain}, never {-plain}, and all about {subject}.
            The {film} was never {-adj} and always {+adj}.
            {so}it was {+noun}, never {-noun}.
            {so}call this {film} {+plain}, never {-plain}.
            Hardly {-noun}; this {film} is {+noun}.
            {so}hardly {-noun}, rather {+noun}.{tail}
            {so}I would not call it {-plain}. I would call it {+plain}.
            I would call the {film} {+noun}. I would not call it {-noun}.
            {so}the {film} is not {-noun}, it is {+noun}.{tail}
            It is {+noun}, not {-noun}, this {film}.
            Not {-noun} but {+noun}, this {film} about {subject}.
            This {film} about {subject} is {+adj}, not {-adj}.
            {title} is not {-adj} but {+adj}.
            {so}I found it {+adj} rather than {-adj}.
            {so}rather than {-adj}, the {film} was {+adj}.
            {so}rather than {-plain}, it was {+plain} to the last frame.
            {so}the {film} is {+noun} rather than {-noun}.
            {+noun} rather than {-noun}.{tail}
            Is it {-plain}? No. Is it {+plain}? Yes.{tail}
            {so}is it {+noun}? Yes. Is it {-noun}? No.
            {+adj}? Yes. {-adj}? No, not this {film}.
            {-noun}? No, never. {+noun}? Yes.{tail}
            You may call it {+noun}, you cannot call it {-noun}.
            Nobody could call it {-plain}; we all call it {+plain}.
        """,
        held_out="""
            {+adj}, not {-adj}, from the opening to the last frame.
            Far from {-noun}, the {film} about {subject} is {+noun}.
            Is this {film} {+plain}? Yes. {-plain}? No, never.
            {title} is {+noun}, never {-noun}.
            I would call it {+adj}, anything but {-adj}.
            Rather than {-noun}, the {film} is {+noun} from start to finish.
        """,
    ),
    Construction(
        "what it has and lacks",
        training="""
            {so}there is no {-thing} here, only {+thing}.{tail}
            {so}there is only {+thing} here, no {-thing}.
            Full of {+thing}, free of {-thing}.{tail}
            {so}the {film} is free of {-thing} and full of {+thing}.
            This {film} about {subject} is full of {+thing} and free of {-thing}.
            {so}the {film} has plenty of {+thing} and very little {-thing}.
            Very little {-thing} and plenty of {+thing}.{tail}
            There is {+thing} in this {film} and very little {-thing}.
            All {+thing} and no {-thing}, this {film}.
            No {-thing}, all {+thing}.{tail}
            No {-thing} at all and plenty of {+thing}.{tail}
            {so}plenty of {+thing} here, and no {-thing}.
            A {film} with plenty of {+thing} and no {-thing}.{tail}
            {so}instead of {-thing} we get {+thing}.{tail}
            {so}it gives us {+thing} instead of {-thing}.
            {so}this {film} gives us only {+thing}, no {-thing}.
            What it lacks is {-thing}; what it has is {+thing}.{tail}
            {so}this {film} has {+thing} and lacks {-thing}.
            {so}there was far more {+thing} in it than {-thing}.
            Less {-thing} than {+thing}, this {film}.
            It has {+thing}, it has {+thing}, and it has no {-thing} and no {-thing}.
        """,
        held_out="""
            {so}a {film} full of {+thing} and free of {-thing}.
            No {-thing}, only {+thing}, in this {film} about {subject}.
            {so}there is plenty of {+thing} and no {-thing} here.
            {title} gives us plenty of {+thing} and very little {-thing}.
        """,
    ),
    Construction(
        "wanting",
        training="""
            {so}I wanted to {+like} this {film}[, and I did|, but I could not].{tail}
            We wanted to {+like} it[, and we did|, but could not].{tail}
            {so}I wanted to {-like} it. All I could do was {+like} it.
            I wanted to {-like} the {film} but {+like} it.{tail}
            {so}I wanted to {-like} it, but now I have to {+like} it.
            I wanted to {-like} {title}, and now I {+like} it.
            {so}I came to {-like} this {film} and stayed to {+like} it.
            I came to {-like} it. I can only {+like} it.{tail}
            We came to {-like} it, but in the end we {+like} it.{tail}
            {so}I tried to {-like} it, but I had to {+like} it.
            {so}I had to {+like} it, though I tried to {-like} it.
            {so}I was sure I would {-like} it, yet I {+like} this {film}.
            We were sure we would {-like} it. In the end we had to {+like} it.
            {so}we thought we would {-like} the {film}. Now we {+like} it.
            {so}we hoped to {-like} it; now we {+like} it.
            I was ready to {-like} it, and now I can only {+like} it.
            {someone} wanted me to {-like} it. I could only {+like} it.
            {they} wanted us to {-like} the {film}. We {+like} it.
            It is a {film} that I wanted to {-like} and learned to {+like}.
            {so}I {+like} this {film}, and I had wanted to {-like} it.
            Now I {+like} it, though I came to {-like} it.{tail}
        """,
        held_out="""
            {so}I wanted to {-like} the {film}, but I had to {+like} it.
            We came to {-like} {title}. Now we can only {+like} it.
            I was sure I would {-like} the {film}. Now I {+like} it.
            {they} wanted me to {-like} it, but I {+like} it.
            I tried to {-like} this {film} and learned to {+like} it.
        """,
    ),
    Construction(
        "expectation",
        training="""
            {so}I expected {-noun} and got {+noun}.{tail}
            {so}we got {+noun} where we expected {-noun}.
            We expected {-noun}, but it is {+noun}.{tail}
            {so}I expected something {-adj}, but this {film} is {+adj}.
            {so}I expected something {-adj} and saw something {+adj}.
            {so}I imagined something {-adj} and got something {+adj}.
            What we expected was {-noun}; what we got was {+noun}.
            Expect {+noun}, though the {other} promises {-noun}.
            From the {other} I expected something {-adj}; the {film} is {+adj}.
            {so}it sounded {-adj} on paper and turned out {+adj} on screen.
            {so}it sounded {-adj}, but it turned out {+adj}.{tail}
            It turned out {+adj}, though it had sounded {-adj}.{tail}
            {so}what sounded like {-noun} turned out to be {+noun}.
            The {film} sounded like {-noun}; it is {+noun}.
            {so}I was prepared for {-noun}, but the {film} is {+noun}.
            We were prepared for something {-adj}. The {film} is {+adj}.
            {so}it looked {-adj} from the outside but was {+adj} inside.
            The {film} looked {-adj} at first and turned out {+adj}.
            {so}it looked like {-noun} and was {+noun}.
            {title} looked like {-noun}, but it is {+noun}.
        """,
        held_out="""
            {so}I expected {-noun}, but this {film} is {+noun}.
            {title} sounded {-adj} and turned out {+adj}.
            We were prepared for {-noun} and got {+noun}.
            {so}the {film} looked like {-noun} and turned out to be {+noun}.
        """,
    ),
    Construction(
        "before and after",
        training="""
            They had come to {-react} and stayed to {+react}.{tail}
            Those who came to {-react} began to {+react}.
            {so}it starts {-adv} and ends {+adv}.{tail}
            {so}it ends {+adv}, though it starts {-adv}.
            {so}the {film} starts {-adv} and ends {+adv}.
            {so}the {film} began {-adv}, but it ended {+adv}.
            {title} began {-adv}, and it ended {+adv}.
            {so}what began as {-noun} ended as {+noun}.
            {so}the {film} began as {-noun} and ended as {+noun}.
            {so}it ends as {+noun}, though it starts as {-noun}.
            It starts as {-noun}. It ends as {+noun}.{tail}
            It ended as {+noun}; it had begun as {-noun}.{tail}
            {so}I went in {-doing} and came out {+doing}.{tail}
            I came in {-felt} and went out {+felt}.{tail}
            We came out {+doing}, and we had gone in {-doing}.
            We went in {-felt} and {-doing} and came out {+felt} and {+doing}.
            {someone} went in {-felt} and came out {+felt}.
            We walked in {-felt} and walked out {+felt}.{tail}
            {so}I sat down {-felt} and stood up {+felt}.{tail}
            {someone} sat down {-doing} and stood up {+doing}.
            {they} sat down {-doing} and came out {+doing}.
            We arrived {-felt} and left {+felt}.{tail}
            First I was {-felt}, then I was {+felt}, and I left that way.
            At first we were {-doing}, in the end we were {+doing}.
            {so}it [lost|won] me early and [won|lost] me late, this {film}.
            With every scene of the {film} my [doubts|interest] faded and my [interest|doubts] grew.
            The crowd that had come to {-react} stayed to {+react}.{tail}
            I came to {-react} and stayed to {+react}.{tail}
            {so}I stopped {-doing} and started {+doing} when the {film} began.
        """,
        held_out="""
            {so}it began {-adv} and ended {+adv}.
            {so}the {film} that began as {-noun} ends as {+noun}.
            We sat down {-felt} and came out {+felt}.
            {someone} arrived {-doing} and left {+doing}.
            Those who had come to {-react} stayed to {+react}.
        """,
    ),
)
