"""The words of French: tables and rules that the stemmer does not know. No code depends on their order."""

import re


def _forms(table: str) -> dict[str, str]:
    """Read lines of `lemma: form form` as a mapping from each form to its lemma."""
    pairs = (line.split(":") for line in table.strip().splitlines())
    return {form: lemma.strip() for lemma, forms in pairs for form in forms.split()}


def _words(table: str) -> frozenset[str]:
    """Read words separated by spaces."""
    return frozenset(table.split())


# Read as another word before stemming: irregular plurals and feminines, and words that the stemmer cuts badly
# (it takes foyer for a verb, but not foyers).
SAME_AS = _forms("""
travail: travaux
vitrail: vitraux
corail: coraux
émail: émaux
bail: baux
jeu: jeux
enjeu: enjeux
milieu: milieux
lieu: lieux
feu: feux
voeu: voeux
aveu: aveux
neveu: neveux
cheveu: cheveux
adieu: adieux
noyau: noyaux
tuyau: tuyaux
joyau: joyaux
bijou: bijoux
caillou: cailloux
chou: choux
genou: genoux
hibou: hiboux
oeil: yeux
ciel: cieux
aïeul: aïeux
public: publique publiques
naïf: naïve naïves
actif: active actives
créatif: créative créatives
natif: native natives
festif: festive festives
sportif: sportive sportives
passif: passive passives
massif: massive massives
fautif: fautive fautives
captif: captive captives
vif: vive vives
neuf: neuve neuves
bref: brève brèves
ami: amis
abri: abris
emploi: emplois
loi: lois
roi: rois
paroi: parois
tournoi: tournois
convoi: convois
envoi: envois
appui: appuis
essai: essais
délai: délais
ennui: ennuis
nouveau: nouvel nouvelle nouvelles
beau: bel belle belles
vieil: vieux vieille vieilles
fou: folle folles
doux: douce douces
faux: fausse fausses
roux: rousse rousses
franc: franche franches
blanc: blanche blanches
sec: sèche sèches
frais: fraîche fraîches fraiche fraiches
long: longue longues
grec: grecque grecques
turc: turque turques
laïc: laïque laïques
favori: favorite favorites
élu: élus
publier: publication publications
communiquer: communication communications
réglementer: règlement règlements
environnemental: environnement environnements
diverse: divers
créer: création créations
transmettre: transmis transmise transmises transmission transmissions
clé: clef clefs
outil: outillage outillages
paysan: paysanne paysannes
jardiner: jardinage jardinages
bricoler: bricolage bricolages
recycler: recyclage recyclages
composter: compostage compostages
piloter: pilotage pilotages
afficher: affichage affichages
repérer: repérage repérages
éclairer: éclairage éclairages
chauffer: chauffage chauffages
nettoyer: nettoyage nettoyages
arroser: arrosage arrosages
parrainer: parrainage parrainages
coder: codage codages
sonder: sondage sondages
""")

# Words with a term of their own, because the stemmer joins them with words of another meaning.
OWN = _forms("""
format: format formats
collection: collection collections collectionner
collectif: collectif collectifs collective collectives collectivement
collectivité: collectivité collectivités
communiste: communiste communistes communisme
objectif: objectif objectifs objective objectives
cours: cours
cour: cour
port: port ports
parti: parti partis
organe: organe organes
récit: récit récits
foyer: foyer foyers
loyer: loyer loyers
profit: profit profits
loisir: loisir loisirs
désir: désir désirs
petit: petit petite petites petits
""")

# A final s that belongs to the word: stripping it would part the word from its family.
KEEPS_S = _words("""
inclus exclus reclus univers diffus confus intrus refus obtus infus perclus repos propos enclos éclos héros
dispos
""")

# Words that would be others without their accents; those that end in -é follow a rule of their own.
TOLD_APART_BY_ACCENTS = _words("""
mûr mûre tâche tâcher jeûne jeûner côte pêche pécher pêcher pêcheur pécheur forêt gène gêne gêner pâte mâle
mâtin châsse hâle hâler hâter âcre bâiller côlon fût rôder rôt rôti crû dû sûr sûre bohème relève élève
congrès progrès chêne chaîne tête fête bête boîte île âge haché pâlir pâle râper râpe mêler grâce hôte
hôtesse côté modèle règle colère critère caractère
""")
# A past participle, or a noun made of one, told from the verb or another noun: marché, relevé, exposé, retraité.
PARTICIPLE = re.compile(r"(?<![it])té$|[^t]é$")

PREFIXES = _words("""
éco co auto inter socio pré multi micro macro mini anti post bio agro cyber géo télé visio vidéo pluri
poly mono trans intra extra hyper hypo super ultra néo pseudo psycho péri para méta archi semi demi vice
électro hydro thermo infra rétro ciné aéro ethno neuro
""")

# What follows the word in inclusive writing: apprenant·e·s, formateur.rice, créatif-ve, ouvrier(ère)s…
_ENDINGS = (
    "e|es|s|ne|nes|le|les|ve|ves|te|tes|fe|fes|se|ses|sse|sses|esse|esses|euse|euses"
    "|rice|rices|ice|ices|trice|trices|ère|ères|ere|eres|ière|ières|iere|ieres|ive|ives"
    "|ale|ales|elle|elles|enne|ennes|onne|onnes|ine|ines|che|ches"
)
_MARK = r"[·•‧⋅./-]"
INCLUSIVE = re.compile(
    rf"(?<=\w\w)(?:{_MARK}(?:{_ENDINGS})(?!\w)|\((?:{_ENDINGS})\)s?(?!\w))+(?:{_MARK}s(?!\w))?"
)

ELISION = re.compile(r"^(l|d|j|m|t|s|c|n|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|entr)'(?=\w)")
# Words with an apostrophe in them.
WHOLE = {
    "aujourd'hui": "aujourdhui",
    "prud'homme": "prudhomme",
    "prud'hommes": "prudhommes",
    "presqu'île": "presquile",
}

STOP_WORDS = _words("""
le la les l un une des du de d au aux à a ce c cet cette ces ça cela ceci celui celle ceux celles mon ma
mes m ton ta tes t son sa ses s notre nos votre vos leur leurs je j tu il elle on nous vous ils elles me
te se moi toi soi lui eux y en iel iels tou et ou où mais donc or ni car que qu qui quoi dont si comme
quand lorsque puisque dans par pour sur sous avec sans chez vers entre jusque jusqu lorsqu puisqu quoiqu
quelqu ne n pas plus moins très trop aussi ainsi alors puis encore déjà même mêmes tout tous toute toutes
est es suis sommes êtes sont était étaient être sera seront serait soit ai as avons avez ont avait
avaient avoir aura comment pourquoi quel quelle quels quelles ici là lors afin selon
""")

ENGLISH_STOP_WORDS = _words("""
a an the and or but if of at by for with about to from in on into as is are was were be been being it its
this that these those he she they we you i his her their our your not no do does did have has had will
would can could should there here which who whom what when where why how than then so such
""")

_PLURAL = re.compile(r"(?:(?<=[aou])|(?<=er|it|ir))s$")
_FEMININE_AGENT = re.compile(r"trices?$")
_EUX = re.compile(r"eu(?:x|ses?|sement)$")
_BARE_EE = re.compile(r"ees?$")
_CUT_FEMININE = re.compile(r"èr$")


def regular(word: str) -> str:
    """Bring a lower-case word to the form that the stemmer joins with its family."""
    if len(word) >= 5:
        if word not in KEEPS_S and not word.endswith("ous"):
            word = _PLURAL.sub("", word)
        word = _FEMININE_AGENT.sub("teur", word)
        word = _EUX.sub("eur", word)
        word = _BARE_EE.sub("ée", word)
        word = _CUT_FEMININE.sub("er", word)
    return word
