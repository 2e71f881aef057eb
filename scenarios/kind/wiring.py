"""Gives the wiki the tools of the kinds that have a form, and the names of what they tell."""

from flask import Flask

from scenarios.kind.labels import TRAITS
from scenarios.kind.tools import LightTools, ScenarioTools
from wiki.pages.kinds import kinds
from wiki.pages.traits import name_traits

LIGHT = ("tool", "project", "approach", "enactment")


def init_app(app: Flask) -> None:
    registry = kinds(app)
    registry.register("scenario", ScenarioTools())
    for kind in LIGHT:
        registry.register(kind, LightTools(kind))
    name_traits(app, TRAITS)
