"""The collegial categories of actors, in the order in which a college is shown."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class ActorCategory(StrEnum):
    """Whom somebody in a local college speaks for."""

    PILOT = "pilot"
    ACADEMIC = "academic"
    NON_FORMAL = "non_formal"
    FAMILIES = "families"
    ELECTED = "elected"
    SOCIAL_PARTNERS = "social_partners"
    INTEGRATION = "integration"
    CULTURAL = "cultural"
    CRAFT = "craft"
    SOCIAL_ECONOMY = "social_economy"
    ONLINE = "online"
    INNOVATORS = "innovators"
    COMPANIES = "companies"
    LEARNERS = "learners"


LABELS = {
    ActorCategory.PILOT: _l("Organisme pilote et porteur"),
    ActorCategory.ACADEMIC: _l("Acteurs académiques"),
    ActorCategory.NON_FORMAL: _l("Éducation non formelle"),
    ActorCategory.FAMILIES: _l("Familles, parents"),
    ActorCategory.ELECTED: _l("Élus"),
    ActorCategory.SOCIAL_PARTNERS: _l("Partenaires sociaux"),
    ActorCategory.INTEGRATION: _l("Acteurs de l'insertion et des qualifications"),
    ActorCategory.CULTURAL: _l("Acteurs culturels"),
    ActorCategory.CRAFT: _l("Artisans, commerçants, libéraux"),
    ActorCategory.SOCIAL_ECONOMY: _l("Économie sociale et solidaire"),
    ActorCategory.ONLINE: _l("Opérateurs éducatifs en ligne"),
    ActorCategory.INNOVATORS: _l("Innovateurs"),
    ActorCategory.COMPANIES: _l("Entreprises"),
    ActorCategory.LEARNERS: _l("Apprenants"),
}
