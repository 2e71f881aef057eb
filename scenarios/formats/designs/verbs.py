"""From the verb of an outcome to a level of Bloom's taxonomy, by the lists that teachers use."""

from scenarios.script.vocabulary import BLOOM, folded

_VERBS = {
    "mémoriser": """
        citer définir décrire énumérer identifier indiquer lister mémoriser nommer reconnaître réciter rappeler
        repérer retrouver situer
        cite define duplicate list label locate memorise memorize name recall recite recognise recognize record
        repeat state tell
    """,
    "comprendre": """
        associer comprendre démontrer discuter estimer expliquer exprimer généraliser illustrer interpréter
        paraphraser reformuler relater résumer traduire
        describe discuss explain express illustrate infer interpret paraphrase report restate review summarise
        summarize translate understand
    """,
    "appliquer": """
        adapter appliquer calculer employer exécuter expérimenter manipuler mesurer mettre pratiquer préparer réaliser
        résoudre utiliser
        apply calculate carry complete demonstrate employ execute implement measure operate practise practice
        perform prepare solve use
    """,
    "analyser": """
        analyser catégoriser classer comparer contraster décomposer déduire différencier distinguer enquêter examiner
        explorer observer organiser questionner relier
        analyse analyze categorise categorize classify compare contrast deduce differentiate distinguish examine
        explore investigate organise organize question relate
    """,
    "évaluer": """
        apprécier argumenter choisir conclure critiquer défendre décider évaluer juger justifier noter recommander
        tester valider vérifier
        appraise argue assess choose conclude critique decide defend evaluate judge justify rate recommend select
        support test validate verify
    """,
    "créer": """
        assembler bâtir combiner composer concevoir construire créer développer écrire élaborer formuler imaginer
        inventer planifier produire proposer rédiger
        assemble build compose construct create design develop devise formulate generate imagine invent make plan
        produce propose write
    """,
}
_LEVELS = {folded(verb): level for level, verbs in _VERBS.items() for verb in verbs.split()}
_LEVELS |= {
    "knowledge": "mémoriser", "comprehension": "comprendre", "application": "appliquer", "analysis": "analyser",
    "evaluation": "évaluer", "synthesis": "créer",
}  # fmt: skip


def level_of(*said: str) -> str | None:
    """The level of the first of some verbs or categories that is known, canonical French; None when none is.

    >>> level_of("", "Expliquer"), level_of("Bidouiller")
    ('comprendre', None)
    """
    for words in said:
        first = folded(words).split(" ")[0]
        level = BLOOM.recognise(words) or _LEVELS.get(first)
        if level:
            return level
    return None
