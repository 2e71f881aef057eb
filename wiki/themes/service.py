"""Add, rename, merge and retire themes; make the tags that texts use. No page is ever lost by any of it."""

from collections.abc import Iterable, Sequence
from itertools import count

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from wiki.audit.service import record
from wiki.errors import Invalid
from wiki.events import emit
from wiki.permissions import Actor, Permission, require
from wiki.rendering.slugs import slugify
from wiki.themes.events import ThemeRenamed, ThemesMerged
from wiki.themes.models import Tag, Theme, ThemeAlias, ThemeFamily
from wiki.themes.registry import ThemedPages

MAX_NAME = 120
RESERVED_SLUGS = frozenset({"gestion"})
"""Words that stand after /themes/ for something else than a theme."""

FAMILIES = {
    "climat": "Climat · Environnement · Transition énergétique",
    "mobilite": "Mobilité · Changement des comportements · Nouveaux métiers · Médiation",
    "nutrition": "Nutrition · Santé · Changement des comportements alimentaires · Produire autrement",
    "urbanite": "Urbanité · Vivre ensemble · Bien-être · Citoyenneté · Patrimoines",
    "entrepreneuriat": "Entrepreneuriat · Économie solidaire",
    "arts": "Arts · Culture · Créativité · Patrimoine vivant",
    "sciences": "Sciences et technologies innovantes · Numérique",
}


def ensure_families(session: Session) -> None:
    """Give a wiki its seven families; a family that is there keeps its themes as they have become."""
    present = set(session.scalars(select(ThemeFamily.slug)))
    missing = [slug for slug in FAMILIES if slug not in present]
    # All families first, so that no theme takes the address of one.
    for slug in missing:
        position = list(FAMILIES).index(slug)
        session.add(ThemeFamily(slug=slug, name=FAMILIES[slug], position=position))
    session.flush()
    for slug in missing:
        family = session.scalars(select(ThemeFamily).where(ThemeFamily.slug == slug)).one()
        for name in family.name.split(" · "):
            place_theme(session, family, name)


def place_theme(session: Session, family: ThemeFamily, name: str) -> Theme:
    """Put a new theme at the end of a family, without asking who wants it.

    Raises:
        Invalid: the name cannot be used.
    """
    name = check_name(session, name)
    last = session.scalar(select(func.max(Theme.position)).where(Theme.family_id == family.id))
    position = 0 if last is None else last + 1
    theme = Theme(family_id=family.id, slug=_free_slug(session, name), name=name, position=position)
    session.add(theme)
    session.flush()
    _remember_names(session, theme)
    return theme


def add(session: Session, actor: Actor, family: ThemeFamily, name: str) -> Theme:
    """Add a theme to a family.

    Raises:
        Forbidden: the actor does not look after the themes.
        Invalid: the name cannot be used.
    """
    _begin(session, actor)
    theme = place_theme(session, family, name)
    _record(session, actor, "theme.added", theme)
    return theme


def rename(session: Session, actor: Actor, theme: Theme, name: str) -> None:
    """Give a theme another name; texts and links that use an old one still find it.

    Raises:
        Forbidden: the actor does not look after the themes.
        Invalid: the name cannot be used.
    """
    _begin(session, actor)
    name = check_name(session, name, theme)
    former, theme.name = theme.name, name
    theme.slug = _free_slug(session, name, theme)
    session.flush()
    _remember_names(session, theme)
    _record(session, actor, "theme.renamed", theme, former=former)
    emit(session, ThemeRenamed(theme.id))


def merge(session: Session, actor: Actor, theme: Theme, successor: Theme, pages: ThemedPages) -> None:
    """Make a theme part of another: its pages, names and addresses become the successor's.

    Raises:
        Forbidden: the actor does not look after the themes.
        Invalid: the successor is the theme itself, or is not in use.
    """
    _begin(session, actor)
    session.refresh(theme)
    session.refresh(successor)
    if successor.id == theme.id:
        raise Invalid({"successor": _l("Choisissez un autre thème que celui que vous réunissez.")})
    if successor.retired or successor.merged_into_id is not None or theme.merged_into_id is not None:
        raise Invalid({"successor": _l("Ce thème n'est plus proposé : choisissez-en un autre.")})
    session.execute(update(ThemeAlias).where(ThemeAlias.theme_id == theme.id).values(theme_id=successor.id))
    session.execute(update(Theme).where(Theme.merged_into_id == theme.id).values(merged_into_id=successor.id))
    theme.merged_into_id = successor.id
    session.flush()
    pages.move_theme(session, theme.id, successor.id)
    _record(session, actor, "theme.merged", successor, former=theme.name)
    emit(session, ThemesMerged(successor.id, theme.id))


def retire(session: Session, actor: Actor, theme: Theme) -> None:
    """Offer a theme no more; its pages keep it.

    Raises:
        Forbidden: the actor does not look after the themes.
    """
    _begin(session, actor)
    theme.retired = True
    _record(session, actor, "theme.retired", theme)


def bring_back(session: Session, actor: Actor, theme: Theme) -> None:
    """Offer a retired theme again.

    Raises:
        Forbidden: the actor does not look after the themes.
    """
    _begin(session, actor)
    theme.retired = False
    _record(session, actor, "theme.brought_back", theme)


def check_name(session: Session, name: str, theme: Theme | None = None) -> str:
    """The name as it will be kept, for a new theme or for the one given.

    Raises:
        Invalid: empty, too long, without a letter, or by now the name of another theme.
    """
    name = " ".join(name.split())
    if not name:
        raise Invalid({"name": _l("Écrivez le nom du thème.")})
    if len(name) > MAX_NAME:
        raise Invalid({"name": _l("Ce nom est trop long : 120 caractères au plus.")})
    if not slugify(name):
        raise Invalid(
            {"name": _l("Ce nom n'a ni lettre ni chiffre : il lui en faut pour avoir une adresse.")}
        )
    owner = _owner(session, slugify(name))
    if owner is not None and (theme is None or owner.id != theme.id):
        raise Invalid({"name": _l("Ce nom mène déjà au thème « %(theme)s ».", theme=owner.name)})
    return name


def ensure_tag(session: Session, name: str) -> Tag | None:
    """The tag of this name, made when it is new; None when the name has neither letter nor digit."""
    made = ensure_tags(session, [name])
    return made[0] if made else None


def ensure_tags(session: Session, names: Iterable[str]) -> list[Tag]:
    """The tags of these names, made when new, in the order of their addresses; no letters, no tag."""
    wanted = {slugify(name): " ".join(name.split())[:MAX_NAME] for name in reversed(list(names))}
    wanted.pop("", None)
    found = _tags_at(session, wanted)
    # In one order everywhere: two transactions that make the same tags never wait in a circle.
    missing = [{"slug": slug, "name": wanted[slug]} for slug in sorted(wanted) if slug not in found]
    if missing:
        _make_tags(session, missing)
        found |= _tags_at(session, [tag["slug"] for tag in missing])
    return [found[slug] for slug in sorted(wanted)]


def _tags_at(session: Session, slugs: Iterable[str]) -> dict[str, Tag]:
    return {tag.slug: tag for tag in session.scalars(select(Tag).where(Tag.slug.in_(slugs)))}


def _make_tags(session: Session, tags: Sequence[dict[str, str]]) -> None:
    try:
        with session.begin_nested():
            session.execute(insert(Tag), tags)
    except IntegrityError:
        # Somebody else has just made one of them.
        if len(tags) > 1:
            for tag in tags:
                _make_tags(session, [tag])


def _record(session: Session, actor: Actor, act: str, theme: Theme, **details: str) -> None:
    record(session, actor, act, kind="theme", thing_id=theme.id, name=theme.name, **details)


def _begin(session: Session, actor: Actor) -> None:
    """Ask leave, then wait for whoever is changing themes at this moment."""
    require(actor, Permission.THEMES_MANAGE)
    session.scalars(select(ThemeFamily.id).order_by(ThemeFamily.id).with_for_update()).all()


def _owner(session: Session, key: str) -> Theme | None:
    return session.scalar(
        select(Theme).join(ThemeAlias, ThemeAlias.theme_id == Theme.id).where(ThemeAlias.key == key)
    )


def _free_slug(session: Session, name: str, theme: Theme | None = None) -> str:
    """An address that is neither a family's, nor reserved, nor another theme's."""
    bare = slugify(name)
    if bare not in RESERVED_SLUGS and not _is_family(session, bare):
        return bare
    candidates = (f"theme-{bare}" if number == 1 else f"theme-{bare}-{number}" for number in count(1))
    return next(slug for slug in candidates if _is_free(session, slug, theme))


def _is_family(session: Session, slug: str) -> bool:
    return session.scalar(select(ThemeFamily.id).where(ThemeFamily.slug == slug)) is not None


def _is_free(session: Session, slug: str, theme: Theme | None) -> bool:
    owner = _owner(session, slug)
    return owner is None or (theme is not None and owner.id == theme.id)


def _remember_names(session: Session, theme: Theme) -> None:
    """Let the theme be found by its present name and address, for ever."""
    for key in {slugify(theme.name), theme.slug}:
        if session.get(ThemeAlias, key) is None:
            session.add(ThemeAlias(key=key, theme_id=theme.id))
    session.flush()
