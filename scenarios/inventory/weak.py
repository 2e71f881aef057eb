"""Words that nearly every need and every offer says in this programme: they tell nothing of either."""

WEAK = """
besoin besoins manque manquer manquent vouloir veulent pouvoir peuvent savoir savent devoir doivent aider aide trouver
chercher cherche faire fait donner mettre permettre partager apprendre apprentissage apprenant apprenants comprendre
connaître découvrir découverte développer créer rendre devenir deviennent prendre tenir passer venir aller voir dire
parler rencontrer rencontre accueillir organiser préparer utiliser avoir être situation situations pédagogique
territoire territoires local locale locaux habitant habitants personne personnes gens public groupe groupes équipe
association associations membre membres adulte adultes
lieu lieux place endroit salle projet projets action actions atelier ateliers formation formations outil outils
méthode méthodes démarche ressource ressources compétence compétences solution solutions idée idées expérience
nouveau nouvelle petit petite grand grande bon bonne premier première seul seule simple vrai
an ans année années jour jours journée semaine semaines heure heures minute minutes mois fois temps matin soir
deux trois quatre cinq six sept huit dix douze vingt quinze cent
ensemble commun commune communes chacun chaque tout tous toute toutes autre autres même bien mieux plus moins sans
façon manière chose choses part partie suite place main mains vie besoin prêt prête prêts prêtes prêter disponible
envie goût monde fin cours long longue ouvert ouverte
quartier quartiers activité activités essayer essai essais réussir commencer montrer
avant après pendant autour contre vers chez afin ainsi encore toujours jamais
need learn people
"""
