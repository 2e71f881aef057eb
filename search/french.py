"""The words of French that no rule knows: tables, one line a case. No code depends on their order."""


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
jumeau: jumelle jumelles
préau: préaux
mou: mol molle molles
nul: nulle nulles
entier: entière entières
fier: fière fières
amer: amère amères
cher: chère chères
tenir: tenu tenus tenue tenues
venir: venu venus venue venues
tardif: tardive tardives
juif: juive juives
maire: mairesse mairesses
tigre: tigresse tigresses
laïcité: laïcité
accès: accès
après: après
auprès: auprès
près: près
progrès: progrès
succès: succès
congrès: congrès
procès: procès
décès: décès
excès: excès
palmarès: palmarès
salarié: salarié salariés
caméra: caméra caméras
vrai: vrais
flou: flous
exclu: exclus
appli: applis
bas: basse basses
agneau: agnelle agnelles
chameau: chamelle chamelles
bleu: bleus
boyau: boyaux
étau: étaux
landau: landaus
fléau: fléaux
essieu: essieux
pieu: pieux
moyeu: moyeux
trou: trous
clou: clous
fou: fous
bisou: bisous
sou: sous
cou: cous
verrou: verrous
ado: ados
pro: pros
bio: bios
duo: duos
scénario: scénarii
média: médium
maximum: maxima
minimum: minima
gros: grosse grosses
gras: grasse grasses
épais: épaisse épaisses
métis: métisse métisses
exprès: expresse expresses
jaloux: jalouse jalouses
époux: épouse épouses
malin: maligne malignes
gentil: gentille gentilles
copain: copine copines
compagnon: compagne compagnes
héros: héroïne héroïnes
chef: cheffe cheffes
maître: maîtresse maîtresses
contremaître: contremaîtresse contremaîtresses
hôte: hôtesse hôtesses
prêtre: prêtresse prêtresses
prince: princesse princesses
poète: poétesse poétesses
caduc: caduque caduques
duc: duchesse duchesses
quai: quais
balai: balais
remblai: remblais
étui: étuis
renvoi: renvois
octroi: octrois
beffroi: beffrois
étai: étais
tramway: tramways
tri: tris
multiplier: multiplication multiplications
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
témoigner: témoignage témoignages
essaimer: essaimage essaimages
maraîcher: maraîchage maraîchages
assembler: assemblage assemblages
emballer: emballage emballages
tisser: tissage tissages
broder: brodage brodages
monter: montage montages
démonter: démontage démontages
glaner: glanage glanages
bouturer: bouturage bouturages
covoiturer: covoiturage covoiturages
jumeler: jumelage jumelages
bloquer: blocage blocages
compter: comptage comptages
gaspiller: gaspillage gaspillages
hériter: héritage héritages
décider: décision décisions
écrire: écrit écrite écrits écrites écriture écritures
inscrire: inscrit inscrite inscrits inscrites inscription inscriptions
décrire: décrit décrite décrits décrites description descriptions
découvrir: découvert découverte découverts découvertes
ouvrir: ouvert ouverte ouverts ouvertes ouverture ouvertures
lire: lecture lectures
permettre: permis permise permises permission permissions
comprendre: compris comprise comprises
apprendre: appris apprise apprises
vieillir: vieillissement vieillissements vieillesse
jouer: joueur joueurs joueuse joueuses
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
part: part parts
partie: partie parties
mer: mer mers
mari: mari maris
fil: fil
fils: fils
foi: foi
fois: fois
foie: foie foies
cape: cape capes
pointe: pointe pointes
sel: sel sels
selle: selle selles
livre: livre livres
ferme: ferme fermes
forme: forme formes
élève: élève élèves
villa: villa villas
aire: aire aires
arme: arme armes
attente: attente attentes
vente: vente ventes
tente: tente tentes
gens: gens
sujet: sujet sujets
maintenant: maintenant
mail: mail mails
pays: pays
propos: propos
poste: poste postes
courant: courant courants
marine: marine marines
revenu: revenu revenus
avenue: avenue avenues
base: base bases
case: case cases
mars: mars
marée: marée marées
pôle: pôle pôles
halle: halle halles
suite: suite suites
sorte: sorte sortes
paire: paire paires
voirie: voirie voiries
parlement: parlement parlements
train: train trains
tram: tram trams
taxi: taxi taxis
testament: testament testaments
potage: potage potages
poulie: poulie poulies
saga: saga sagas
muse: muse muses
trait: trait traits
rang: rang rangs
""")

# A final s that belongs to the word: stripping it would part the word from its family.
KEEPS_S = _words("""
inclus exclus reclus univers diffus confus intrus refus obtus infus perclus repos enclos éclos héros
dessous dissous absous résous remous
""")

# Words that would be others without their accents.
TOLD_APART_BY_ACCENTS = _words("""
mûr mûre sûr sûre dû crû tâche tâcher jeûne jeûner côte côté pêche pécher pêcher péché pêcheur pécheur forêt gène
gêne gêner pâte pâté mâle mâtin châsse hâle hâler hâter âcre bâiller côlon fût rôder rôt rôti bohème haché pâlir
pâle râper râpe mêler
marché relevé exposé résumé retraité invité employé député traité passé privé carré congé fossé pavé curé rosé
salé énoncé associé délégué abrégé dégradé tracé défilé équipé élevé formé fermé cadré posé lié porté comité
""")

PREFIXES = _words("""
éco co auto inter socio pré multi micro macro mini anti post bio agro cyber géo télé visio vidéo pluri
poly mono trans intra extra hyper hypo super ultra néo pseudo psycho péri para méta archi semi demi vice
électro hydro thermo infra rétro ciné aéro ethno neuro
""")

# Words with an apostrophe in them.
WHOLE = {
    "aujourd'hui": "aujourdhui",
    "prud'homme": "prudhomme",
    "prud'hommes": "prudhommes",
    "presqu'île": "presquile",
    "presqu'îles": "presquile",
}

STOP_WORDS = _words("""
le la les l un une des du de d au aux à a ce c cet cette ces ça cela ceci celui celle ceux celles mon ma
mes m ton ta tes t son sa ses s notre nos votre vos leur leurs je j tu il elle on nous vous ils elles me
te se moi toi soi lui eux y en iel iels tou et ou où mais donc or ni car que qu qui quoi dont si comme
quand lorsque puisque parce dès dans par pour sur sous avec sans chez vers entre jusque jusqu lorsqu puisqu quoiqu
quelqu ne n pas plus moins très trop aussi ainsi alors puis encore déjà même mêmes tout tous toute toutes
est es suis sommes êtes sont était étaient être sera seront serait soit ai as avons avez ont avait
avaient avoir aura comment pourquoi quel quelle quels quelles ici là lors afin selon
""")
# Stop words read as another one.
SAME_STOP_WORD = _forms("""
tout: tous toute toutes
ceux: celles
celui: celle
""")

# Stop words typed without accents are read as such, but for these: they are other words too (étés, êtes).
NOT_STOP_WORDS = _words("etes")

ENGLISH_STOP_WORDS = _words("""
a an the and or but if of at by for with about to from in on into as is are was were be been being it its
this that these those he she they we you i his her their our your not no do does did have has had will
would can could should there here which who whom what when where why how than then so such
""")
