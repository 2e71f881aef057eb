"""The benchmark of dashboards runs, and names every figure that is asked of it."""

from bench.dashboards import figures_of


def test_benchmark_names_its_figures() -> None:
    figures = {figure.name: figure for figure in figures_of(40, 1)}

    assert figures.keys() == {
        "national_ratio", "home_ms", "national_ms", "territory_ms", "theme_ms", "shown_ms", "national_statements",
    }  # fmt: skip
    assert figures["national_statements"].is_met
