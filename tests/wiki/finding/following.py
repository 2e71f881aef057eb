"""Bringing the index up to date, and nothing else that waits."""

from flask import Flask

from wiki.finding.indexer import Indexer
from wiki.jobs.registry import job_registry


def follow(app: Flask) -> int:
    """Follow what changed; returns how many changes that were."""
    return sum(found.drain() for found in job_registry(app).companions if isinstance(found, Indexer))
