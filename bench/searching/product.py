"""From a save in the running wiki until another process finds it: the way everything really goes.

The wiki is small, as filling one takes long; that size does not matter is what `freshness` measures.
"""

import random
import time
from collections.abc import Iterator
from itertools import cycle

from bench import filling, journeys, load, servers
from bench.corpus import corpus
from bench.figures import Figure
from bench.filling import Filled
from bench.searching.corpus import mark
from bench.searching.scene import Scene
from bench.searching.timing import percentile
from search.index import Index, open_index
from search.query import Query

_LOOK = 0.005
_TOO_LONG = 60.0
_PAUSE = 0.2


def product(scene: Scene) -> Iterator[Figure]:
    """Web processes and worker as `make serve` starts them; the index is read here, by one process more."""
    filled = next(filling.fill(scene.folder / "wiki", corpus(), [scene.amounts.wiki]))
    with servers.wiki(filled.data_dir) as wiki:
        index = open_index(f"whoosh://{filled.data_dir / 'search'}")
        waits = [*_waits(wiki.port, filled, index, scene.amounts.product)]
        index.close()
    what = (
        f"saved in the wiki of {scene.amounts.wiki} pages until found in another process, {len(waits)} saves"
    )
    yield Figure("product_arrival", percentile(waits, 95), "s", f"{what}, p95", at_most=0.5)
    yield Figure("product_arrival_p50", percentile(waits, 50), "s", f"{what}, p50")


def _waits(port: int, filled: Filled, index: Index, count: int) -> Iterator[float]:
    """Seconds from the answer to each save; the first is not counted, as the worker may just begin."""
    chance = random.Random(0)
    for number, path in zip(range(count + 1), cycle(filled.paths), strict=False):
        time.sleep(chance.random() * _PAUSE)
        word = mark(number + 1_000_000)
        journey = journeys.edits(
            iter([path]), filled.cookies[0], [f"Un paragraphe nouveau, {word}."], [], number
        )
        load.run(port, [_until_saved(journey)])
        waited = _until_found(index, word)
        if number:
            yield waited


def _until_saved(journey: load.Script) -> load.Script:
    """The form opened and posted, without looking at the page afterwards."""
    form = yield next(journey)
    saved = yield journey.send(form)
    assert saved.status == 303, saved.status


def _until_found(index: Index, word: str) -> float:
    start = time.monotonic()
    while not index.search(Query(word)).total:
        if time.monotonic() - start > _TOO_LONG:
            raise TimeoutError(f"{word} was never found")
        time.sleep(_LOOK)
    return time.monotonic() - start
