"""The sheets, files and texts of a retained version: the same as those of a page, made from the copy."""

from flask import Response, make_response, render_template
from flask.typing import ResponseReturnValue

from scenarios.featuring.queries import files_shown
from scenarios.reading import pdf_views
from scenarios.reading import views as sheets
from scenarios.showcase.queries import html_of
from scenarios.showcase.views import asked, blueprint
from wiki.attachments.delivering import deliver
from wiki.attachments.models import File
from wiki.attachments.queries import Served
from wiki.db import read_session
from wiki.entrance.addresses import site_root
from wiki.errors import NotFound
from wiki.web.response_cache import kept_for_readers

ONE = "/a-la-une/<int(max=999999999):feature_id>"


@blueprint.get(f"{ONE}/conducteur")
@kept_for_readers
def conductor(feature_id: int) -> ResponseReturnValue:
    """The run sheet, on one page."""
    return sheets.conductor_of(asked(feature_id)[1])


@blueprint.get(f"{ONE}/materiel")
@kept_for_readers
def material(feature_id: int) -> ResponseReturnValue:
    """What to bring."""
    return sheets.material_of(asked(feature_id)[1])


@blueprint.get(f"{ONE}/autorisations")
@kept_for_readers
def permissions(feature_id: int) -> ResponseReturnValue:
    """What must be agreed before."""
    return sheets.permissions_of(asked(feature_id)[1])


@blueprint.get(f"{ONE}/animer")
@kept_for_readers
def lead(feature_id: int) -> ResponseReturnValue:
    """Full screen for the person who leads."""
    return sheets.lead_of(asked(feature_id)[1])


@blueprint.get(f"{ONE}/scenario.pdf")
@kept_for_readers
def scenario_pdf(feature_id: int) -> ResponseReturnValue:
    """The whole retained version, to print or to keep."""
    found, read, _page = asked(feature_id)
    html, _contents = html_of(read_session(), found)
    copies = {file.file_id: file.as_version() for file in files_shown(read_session(), found)}
    return pdf_views.scenario_pdf(read, html, copies)


@blueprint.get(f"{ONE}/conducteur.pdf")
@kept_for_readers
def conductor_pdf(feature_id: int) -> ResponseReturnValue:
    """The run sheet on one page."""
    return pdf_views.conductor_pdf(asked(feature_id)[1])


@blueprint.get(f"{ONE}/texte.md")
def source(feature_id: int) -> Response:
    """The text itself."""
    found = asked(feature_id)[0]
    response = make_response(found.text)
    response.content_type = "text/markdown; charset=utf-8"
    name = f"{found.slug}-version-{found.number}.md"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get(f"{ONE}/credit.txt")
def credit(feature_id: int) -> Response:
    """Whom to thank, to keep beside a copy of the text."""
    found, read, _page = asked(feature_id)
    text = render_template("provenance/credit.txt", credit=read.credit, address=f"{site_root()}{found.url}")
    response = make_response(text)
    response.content_type = "text/plain; charset=utf-8"
    return response


@blueprint.get(f"{ONE}/fichiers/<int(max=999999999):file_id>/<name>")
def file(feature_id: int, file_id: int, name: str) -> ResponseReturnValue:
    """A file as it was when the version was retained; its name in the address is for people."""
    found = asked(feature_id)[0]
    kept = next((each for each in files_shown(read_session(), found) if each.file_id == file_id), None)
    if kept is None:
        raise NotFound
    served = Served(File(id=file_id, name=kept.name), kept.as_version(), is_public=found.is_running)
    # Asked for each time: what people agreed to be shown on may be withdrawn.
    return deliver(served, is_fixed=False)
