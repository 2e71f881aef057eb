"""Gives the wiki the tools of the kinds that have a form."""

from flask import Flask

from scenarios.kind.tools import LightTools, ScenarioTools
from wiki.pages.kinds import kinds

LIGHT = ("tool", "project", "approach", "enactment")


def init_app(app: Flask) -> None:
    registry = kinds(app)
    registry.register("scenario", ScenarioTools())
    for kind in LIGHT:
        registry.register(kind, LightTools(kind))
