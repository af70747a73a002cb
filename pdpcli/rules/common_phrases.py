"""Words and sayings that are tried first: without accents nor spaces, as `passphrase` compares.

The usual passwords of French speakers, the words of this trade and of this program, proverbs,
songs, mottos, first lines that everybody knows by heart.
"""

_WORDS = """
motdepasse phrasedepasse passphrase password passe secret sesame azerty qwerty bonjour bonsoir
soleil chocolat doudou loulou chouchou coucou chaton amour jetaime monamour iloveyou letmein admin
administrateur utilisateur welcome bienvenue monkey dragon football marseille paris france
princesse vacances nounours licorne superman batman pokemon motdepasseoublie changezmoi changeme
santetravail medecinedutravail santeautravail maintienenemploi maintiendanslemploi infirmiere
medecin assistante cellulepdp pdpcli desinsertionprofessionnelle carsat capemploi cahier situation
ordinateur portable bureau service windows janvier fevrier mars avril juin juillet aout septembre
octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi dimanche printemps automne
hiver correcthorsebatterystaple chevalbatterieagrafecorrect chevalbatterieagrafe
"""

_SAYINGS = """
etre ou ne pas etre telle est la question
je pense donc je suis
il etait une fois
la vie est belle
c est la vie
vive la france
vive les vacances
liberte egalite fraternite
allons enfants de la patrie le jour de gloire est arrive
un pour tous tous pour un
mieux vaut tard que jamais
tout vient a point a qui sait attendre
rien ne sert de courir il faut partir a point
qui vivra verra
qui va a la chasse perd sa place
petit a petit l oiseau fait son nid
pierre qui roule n amasse pas mousse
l habit ne fait pas le moine
l union fait la force
vouloir c est pouvoir
jamais deux sans trois
apres la pluie le beau temps
l argent ne fait pas le bonheur
la nuit porte conseil
les chiens aboient la caravane passe
on ne fait pas d omelette sans casser des oeufs
quand le chat n est pas la les souris dansent
chat echaude craint l eau froide
une hirondelle ne fait pas le printemps
loin des yeux loin du coeur
tous les chemins menent a rome
maitre corbeau sur un arbre perche
la cigale ayant chante tout l ete
au clair de la lune mon ami pierrot
frere jacques dormez vous
sur le pont d avignon on y danse
alouette gentille alouette
petit papa noel
joyeux anniversaire
joyeux noel
bonne annee
meilleurs voeux
non je ne regrette rien
la vie en rose
ne me quitte pas
longtemps je me suis couche de bonne heure
demain des l aube
sous le pont mirabeau coule la seine
les sanglots longs des violons de l automne
on ne voit bien qu avec le coeur l essentiel est invisible pour les yeux
dessine moi un mouton
heureux qui comme ulysse a fait un beau voyage
sesame ouvre toi
mot de passe oublie
ceci est mon mot de passe
ceci est une phrase de passe
ma phrase de passe
mon mot de passe
je t aime
je t aime mon amour
il fait beau aujourd hui
comment ca va
la sante au travail
prevention de la desinsertion professionnelle
service de prevention et de sante au travail
que la force soit avec toi
l hiver vient
the quick brown fox jumps over the lazy dog
portez ce vieux whisky au juge blond qui fume
lorem ipsum dolor sit amet
to be or not to be that is the question
notre pere qui es aux cieux
je vous salue marie pleine de grace
"""

COMMON: frozenset[str] = frozenset(
    [*_WORDS.split(), *(line.replace(" ", "") for line in _SAYINGS.strip().splitlines())]
)
